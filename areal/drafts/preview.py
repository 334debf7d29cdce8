"""A draft as it would be: applied, looked at, rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from areal.drafts.apply import apply
from areal.drafts.store import Draft


@contextmanager
def applied(connection: Connection, draft: Draft) -> Iterator[Connection]:
    """Apply a draft until the end of the block."""
    savepoint = connection.begin_nested()
    try:
        apply(connection, draft)
        yield connection
    finally:
        savepoint.rollback()
