"""Shortlists that are sent: a link that ends, and a count of how often it was opened."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from areal.accounts.acting import acting
from areal.accounts.people import Person
from areal.database import Role, connect
from areal.enquiries.work import WorkRefused, add_event, held, mark_answered
from areal.errors import NotFound

MOST_SITES = 20
DAYS = (7, 14, 30, 90)
LONGEST_TITLE = 80
_TOKEN = re.compile(r"[\w-]{22}")


@dataclass(frozen=True)
class Opened:
    """A shortlist as its receiver sees it; when it has ended there is nothing in it."""

    slugs: tuple[str, ...]
    title: str
    expires_at: datetime
    ended: bool


def send(
    person: Person, enquiry_id: int, slugs: Sequence[str], *, title: str, days: int, body: str
) -> str:
    """Make the link of a shortlist, which answers the enquiry; return what stands in its address.

    Raises ``WorkRefused`` for sites that are not published, none, too many, or another end than
    ``DAYS`` from now, and ``NotFound``.
    """
    slugs = list(dict.fromkeys(slugs))
    if not slugs:
        raise WorkRefused("sites", "empty")
    if len(slugs) > MOST_SITES:
        raise WorkRefused("sites", "too_many")
    if days not in DAYS:
        raise WorkRefused("days", "unknown")
    token = secrets.token_urlsafe(16)
    with acting(person) as connection:
        held(connection, person, enquiry_id)
        known = connection.execute(
            text("SELECT count(*) FROM areal.site WHERE slug = ANY(:slugs) AND published"),
            {"slugs": slugs},
        ).scalar_one()
        if known != len(slugs):
            raise WorkRefused("sites", "unknown")
        connection.execute(
            text(
                "INSERT INTO areal.shortlist_sent "
                "(enquiry_id, token, slugs, title, sent_by, expires_at) VALUES "
                "(:id, :token, :slugs, :title, :by, now() + make_interval(days => :days))"
            ),
            {
                "id": enquiry_id, "token": token, "slugs": slugs,
                "title": " ".join(title.split())[:LONGEST_TITLE], "by": person.name, "days": days,
            },
        )  # fmt: skip
        mark_answered(connection, person, enquiry_id)
        add_event(connection, person, enquiry_id, "shortlist", ",".join(slugs), body)
    return token


def withdraw(person: Person, enquiry_id: int, shortlist_id: int) -> None:
    """Let a link open no more; raises ``NotFound``."""
    with acting(person) as connection:
        held(connection, person, enquiry_id)
        changed = connection.execute(
            text(
                "UPDATE areal.shortlist_sent SET withdrawn_at = coalesce(withdrawn_at, now()) "
                "WHERE enquiry_id = :enquiry AND shortlist_id = :id"
            ),
            {"enquiry": enquiry_id, "id": shortlist_id},
        ).rowcount
    if not changed:
        raise NotFound(f"There is no shortlist {shortlist_id}.")


def opened(token: str, *, counts: bool) -> Opened:
    """Return what a link opens, and count it if ``counts``; raises ``NotFound``."""
    row = None
    if _TOKEN.fullmatch(token):
        with connect(Role.PUBLIC) as connection:
            connection.exec_driver_sql("SET TRANSACTION READ WRITE")
            row = connection.execute(
                text("SELECT * FROM published.open_shortlist(:token, :counts)"),
                {"token": token, "counts": counts},
            ).one_or_none()
    if row is None:
        raise NotFound("There is no such shortlist.", hint="Ask who sent it for a new link.")
    return Opened(tuple(row.slugs), row.title, row.expires_at, row.ended)
