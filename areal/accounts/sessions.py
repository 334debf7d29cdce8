"""Sessions, kept here and not in the browser: what it holds is a number that means nothing else."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

from areal.accounts.people import Person, load
from areal.database import sql
from areal.settings import get_settings

#: On the way in: the password was right and a code is wanted, or a second factor set up; then in.
Stage = Literal["code", "enrol", "in"]
#: Minutes between the first and the second step of signing in.
ON_THE_WAY = 15


@dataclass(frozen=True)
class Session:
    """A session that holds: whose, and how far they have come."""

    token_hash: bytes
    person: Person
    stage: Stage


def open_session(connection: Connection, account_id: int, stage: Stage) -> str:
    """Open a session and return what the browser is to hold: 256 bits that nobody has seen before.

    A step further is another session: what stood in the browser before is worth nothing then.
    """
    settings = get_settings()
    token = secrets.token_urlsafe(32)
    minutes = settings.staff_hours * 60 if stage == "in" else ON_THE_WAY
    connection.execute(
        text(sql("accounts/session_open.sql")),
        {
            "token_hash": _hash(token),
            "account_id": account_id,
            "stage": stage,
            "minutes": minutes,
        },
    )
    return token


def find(connection: Connection, token: str) -> Session | None:
    """Return the session of a browser, if it holds; using it keeps it from going idle."""
    token_hash = _hash(token)
    row = connection.execute(
        text(sql("accounts/session_find.sql")),
        {"token_hash": token_hash, "idle": get_settings().staff_idle_minutes},
    ).one_or_none()
    if row is None:
        return None
    return Session(token_hash, load(connection, row.account_id), row.stage)


def end(connection: Connection, token: str) -> None:
    """End a session: whoever has copied it is out as well."""
    connection.execute(
        text("DELETE FROM areal.staff_session WHERE token_hash = :token_hash"),
        {"token_hash": _hash(token)},
    )


def end_all(connection: Connection, account_id: int) -> int:
    """End every session of an account; return how many there were."""
    ended = connection.execute(
        text("DELETE FROM areal.staff_session WHERE account_id = :account_id"),
        {"account_id": account_id},
    )
    return int(ended.rowcount)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
