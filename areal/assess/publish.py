"""Publish a run: one pointer flip, and a new revision only when the public sees something new."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from areal.database import sql
from areal.errors import NotFound


@dataclass(frozen=True)
class Published:
    """The revision in force, and whether this publish moved it."""

    revision: int
    changed: bool


def publish(connection: Connection, run_id: int, author: str) -> Published:
    """Let the public see a finished run; raises ``NotFound`` for one that is not finished."""
    inputs = connection.execute(
        text("SELECT inputs_sha256 FROM areal.run WHERE run_id = :run_id AND state = 'done'"),
        {"run_id": run_id},
    ).scalar()
    if inputs is None:
        raise NotFound(f"There is no finished run {run_id}.", hint="Make one: `areal check`.")
    before = connection.execute(
        text("SELECT revision, content_sha256, run_id FROM areal.publication FOR UPDATE")
    ).one_or_none()
    if before is not None and (before.content_sha256, before.run_id) == (inputs, run_id):
        return Published(before.revision, changed=False)
    revision: int = connection.execute(
        text(
            "INSERT INTO areal.publication (publication_id, revision, run_id, content_sha256, "
            "published_by) VALUES (1, 1, :run_id, :content, :author) "
            "ON CONFLICT (publication_id) DO UPDATE SET revision = publication.revision + 1, "
            "run_id = excluded.run_id, content_sha256 = excluded.content_sha256, "
            "published_by = excluded.published_by, published_at = now() RETURNING revision"
        ),
        {"run_id": run_id, "content": inputs, "author": author},
    ).scalar_one()
    connection.execute(text(sql("run/site_shown.sql")))
    return Published(revision, changed=True)
