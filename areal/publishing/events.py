"""What was done to drafts and sites, by whom, with which message: added to, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text


@dataclass(frozen=True)
class Event:
    """One thing done; ``undo`` holds what a publication replaced."""

    event_id: int
    draft_id: int | None
    site_id: int | None
    at: datetime
    who: str
    what: str
    message: str | None
    undo: Mapping[str, Any] | None
    revision: int | None


def add(
    connection: Connection,
    who: str,
    what: str,
    kommunenummer: str,
    *,
    draft_id: int | None = None,
    site_id: int | None = None,
    message: str = "",
    undo: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> int:
    """Write down something that is done in the caller's transaction; return its number."""
    event_id: int = connection.execute(
        text(
            "INSERT INTO areal.draft_event (draft_id, site_id, kommunenummer, at, who, what, "
            "message, undo, revision) VALUES (:draft_id, :site_id, :kommune, clock_timestamp(), "
            ":who, :what, :message, CAST(:undo AS jsonb), :revision) RETURNING event_id"
        ),
        {
            "draft_id": draft_id,
            "site_id": site_id,
            "kommune": kommunenummer,
            "who": who,
            "what": what,
            "message": message.strip() or None,
            "undo": None if undo is None else json.dumps(undo, default=str),
            "revision": revision,
        },
    ).scalar_one()
    return event_id


def of(
    connection: Connection, *, draft_id: int | None = None, site_id: int | None = None
) -> tuple[Event, ...]:
    """Return what was done to a draft or a site, newest first."""
    rows = connection.execute(
        text(
            "SELECT event_id, draft_id, site_id, at, who, what, message, undo, revision "
            "FROM areal.draft_event WHERE draft_id = :draft_id OR site_id = :site_id "
            "ORDER BY at DESC, event_id DESC"
        ),
        {"draft_id": draft_id, "site_id": site_id},
    ).mappings()
    return tuple(Event(**row) for row in rows)
