"""Links that let a person choose a password: for a week, once, and known to nobody afterwards."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import Connection, text

from areal.accounts import passwords
from areal.accounts.acting import note, write_as
from areal.accounts.people import Person, load
from areal.database import Role, connect
from areal.errors import NotFound

DAYS = 7


def make(connection: Connection, account_id: int) -> str:
    """Return what stands in the address of a new link; links of before stop working."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        text("DELETE FROM areal.account_link WHERE account_id = :id"), {"id": account_id}
    )
    connection.execute(
        text(
            "INSERT INTO areal.account_link (token_hash, account_id, expires_at) "
            "VALUES (:hash, :id, now() + make_interval(days => :days))"
        ),
        {"hash": _hash(token), "id": account_id, "days": DAYS},
    )
    note(connection, "make_link", account_id)
    return token


def holder(token: str) -> Person:
    """Return whose link it is; raises ``NotFound`` when it was used, is too old or never was."""
    with connect(Role.APP) as connection:
        return _holder(connection, token)


def use(token: str, password: str) -> Person:
    """Set the password of the link's holder and end the link and every session of theirs.

    Raises ``NotFound`` and ``PasswordRefused``.
    """
    with connect(Role.APP) as connection:
        person = _holder(connection, token)
        passwords.check(password, person.email)
        write_as(connection, person.author, person.account_id)
        set_password(connection, person.account_id, password)
        return person


def set_password(connection: Connection, account_id: int, password: str) -> None:
    """Keep a password that was checked; links and sessions of the account end."""
    connection.execute(
        text("SELECT areal.keep_password(:id, :hash)"),
        {"id": account_id, "hash": passwords.hashed(password)},
    )
    note(connection, "set_password", account_id)


def _holder(connection: Connection, token: str) -> Person:
    account_id = connection.execute(
        text(
            "SELECT account_id FROM areal.account_link "
            "WHERE token_hash = :hash AND expires_at > now() FOR UPDATE"
        ),
        {"hash": _hash(token)},
    ).scalar()
    if account_id is None:
        raise NotFound("The link has been used, or is too old.", hint="Ask for a new one.")
    return load(connection, account_id)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
