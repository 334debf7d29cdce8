"""Senders of enquiries: told what is kept of them, and forgotten, in time or when they ask."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from areal.accounts.acting import acting, as_tool
from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.database import sql


def forget_old(author: str, days: int) -> int:
    """Forget senders of enquiries nothing has been done about for ``days``; return how many."""
    with as_tool(author) as connection:
        ids = connection.execute(
            text(
                "SELECT enquiry_id FROM areal.enquiry WHERE forgotten_at IS NULL "
                "AND touched_at < now() - make_interval(days => :days) ORDER BY enquiry_id"
            ),
            {"days": days},
        ).scalars()
        return _forget(connection, list(ids))


def forget_sender(author: str, email: str) -> int:
    """Forget somebody at their own wish, wherever they wrote to; return how many enquiries."""
    with as_tool(author) as connection:
        return _forget(connection, _of(connection, email))


def forget_one(person: Person, enquiry_id: int) -> bool:
    """Forget the sender of one enquiry; raises ``Forbidden`` for another's."""
    with acting(person) as connection:
        return bool(_forget(connection, [enquiry_id]))


def exported(author: str, email: str) -> bytes:
    """Return everything kept of somebody, wherever they wrote to, as JSON."""
    with as_tool(author) as connection:
        return _export(connection, email)


def exported_to(person: Person, enquiry_id: int) -> bytes | None:
    """Return what is kept of the sender of an enquiry, of those the person answers, as JSON.

    None when the sender is forgotten.
    """
    person.require(Permission.ANSWER)
    with acting(person) as connection:
        email = connection.execute(
            text("SELECT email FROM areal.enquiry_person WHERE enquiry_id = :id"),
            {"id": enquiry_id},
        ).scalar()
        return None if email is None else _export(connection, email)


def _export(connection: Connection, email: str) -> bytes:
    rows = connection.execute(text(sql("enquiries/export.sql")), {"email": email}).mappings()
    whole = {"email": email, "enquiries": [dict(row) for row in rows]}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: Any) -> str | Mapping[str, Any]:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _of(connection: Connection, email: str) -> Sequence[int]:
    return list(
        connection.execute(
            text("SELECT enquiry_id FROM areal.enquiry_person WHERE lower(email) = lower(:email)"),
            {"email": email.strip()},
        ).scalars()
    )


def _forget(connection: Connection, ids: Sequence[int]) -> int:
    done = [
        connection.execute(text("SELECT areal.forget_enquiry(:id)"), {"id": each}).scalar_one()
        for each in ids
    ]
    return sum(map(bool, done))
