"""A draft as the public would see it: written, looked at, and rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from areal.catalogue.authorship import write_as
from areal.drafts.apply import Applied, apply
from areal.drafts.store import Draft


@contextmanager
def preview(connection: Connection, draft: Draft) -> Iterator[Applied]:
    """Let ``connection`` see a draft as published, until the block ends.

    The caller's transaction needs the rights of the tools (the app role): a person's may not
    publish. Raises ``Moved`` where the draft can't be written.
    """
    savepoint = connection.begin_nested()
    try:
        write_as(connection, draft.changed_by)
        yield apply(connection, draft, publish=True)
    finally:
        savepoint.rollback()
