"""Enquiries as who answers them sees them; row-level security leaves out what is others'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from areal.database import sql
from areal.errors import NotFound


@dataclass(frozen=True)
class Line:
    """One enquiry in the list; ``sender`` is None once they are forgotten."""

    enquiry_id: int
    reference: str | None
    received_at: datetime
    kommunenummer: str | None
    place_nb: str
    place_en: str
    site_slugs: tuple[str, ...]
    site_names: tuple[str, ...]
    asked: Mapping[str, Any]
    fits: bool | None
    stage: str
    lost_why: str | None
    answered_at: datetime | None
    answered_by: str | None
    reminded_at: datetime | None
    forgotten_at: datetime | None
    sender: str | None
    organisation: str | None


@dataclass(frozen=True)
class Contact:
    """Who sent an enquiry, and what they wrote."""

    name: str
    organisation: str
    email: str
    phone: str
    message: str
    words: str


@dataclass(frozen=True)
class Event:
    """Something done about an enquiry."""

    at: datetime
    author: str
    kind: str
    code: str | None
    body: str | None


@dataclass(frozen=True)
class Sent:
    """A shortlist that was sent; ``ended`` is whether its link opens no more."""

    shortlist_id: int
    token: str | None
    slugs: tuple[str, ...]
    title: str
    sent_at: datetime
    sent_by: str
    expires_at: datetime
    withdrawn_at: datetime | None
    views: int
    ended: bool


@dataclass(frozen=True)
class Whole:
    """One enquiry with everything about it."""

    line: Line
    region_id: str
    lang: str
    #: When anything last changed: forms carry it, so that nobody overwrites what they did not see.
    touched_at: datetime
    contact: Contact | None
    events: tuple[Event, ...]
    shortlists: tuple[Sent, ...]


def lines(
    connection: Connection, *, stage: str = "", kommune: str = "", most: int = 200
) -> tuple[Line, ...]:
    """Return enquiries, unanswered first and of those the oldest; the others newest first.

    ``stage`` is a stage, "open" for those that still wait for something, or "" for all.
    ``kommune`` is a kommunenummer or "region".
    """
    binds = {"stage": stage, "kommune": kommune, "most": most, "one": None}
    return tuple(_line(row) for row in _rows(connection, binds))


def counts(connection: Connection) -> dict[str, int]:
    """Return how many enquiries there are in each stage, and of ``unanswered``."""
    row = connection.execute(text(sql("enquiries/counts.sql"))).mappings().one()
    return dict(row)


def places(connection: Connection, lang: str) -> Mapping[str, str]:
    """Return the kommuner by number in the order of their names, and the region as ``region``."""
    rows = connection.execute(
        text(
            'SELECT kommunenummer AS code, name FROM areal.kommune ORDER BY name COLLATE "nb-x-icu"'
        )
    )
    named = {row.code: row.name for row in rows}
    whole = connection.execute(
        text("SELECT name_nb, name_en FROM areal.region ORDER BY region_id LIMIT 1")
    ).one_or_none()
    if whole is not None:
        named["region"] = whole.name_en if lang == "en" else whole.name_nb
    return named


def one(connection: Connection, enquiry_id: int) -> Whole:
    """Return an enquiry with all about it; raises ``NotFound``, also for somebody else's."""
    binds = {"stage": "", "kommune": "", "most": 1, "one": enquiry_id}
    row = next(iter(_rows(connection, binds)), None)
    if row is None:
        raise NotFound(f"There is no enquiry {enquiry_id} that you answer.")
    person = connection.execute(
        text(
            "SELECT name, organisation, email, phone, message, words "
            "FROM areal.enquiry_person WHERE enquiry_id = :id"
        ),
        {"id": enquiry_id},
    ).mappings().one_or_none()  # fmt: skip
    return Whole(
        line=_line(row),
        region_id=row["region_id"],
        lang=row["lang"],
        touched_at=row["touched_at"],
        contact=Contact(**person) if person else None,
        events=_events(connection, enquiry_id),
        shortlists=_shortlists(connection, enquiry_id),
    )


def _rows(connection: Connection, binds: Mapping[str, Any]) -> list[Any]:
    return list(connection.execute(text(sql("enquiries/list.sql")), binds).mappings())


def _line(row: Mapping[str, Any]) -> Line:
    plain = {name: row[name] for name in Line.__dataclass_fields__}
    return Line(
        **{**plain, "site_slugs": tuple(row["site_slugs"]), "site_names": tuple(row["site_names"])}
    )


def _events(connection: Connection, enquiry_id: int) -> tuple[Event, ...]:
    rows = connection.execute(
        text(
            "SELECT at, author, kind, code, body FROM areal.enquiry_event "
            "WHERE enquiry_id = :id ORDER BY event_id DESC"
        ),
        {"id": enquiry_id},
    ).mappings()
    return tuple(Event(**row) for row in rows)


def _shortlists(connection: Connection, enquiry_id: int) -> tuple[Sent, ...]:
    rows = connection.execute(
        text(
            "SELECT shortlist_id, token, slugs, title, sent_at, sent_by, expires_at, withdrawn_at, "
            "views, token IS NULL OR withdrawn_at IS NOT NULL OR expires_at <= now() AS ended "
            "FROM areal.shortlist_sent WHERE enquiry_id = :id ORDER BY shortlist_id DESC"
        ),
        {"id": enquiry_id},
    ).mappings()
    return tuple(Sent(**{**row, "slugs": tuple(row["slugs"])}) for row in rows)
