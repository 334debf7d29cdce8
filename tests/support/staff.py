"""People on the staff for tests: made in the register, signed in with a session of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from areal.accounts import acting, links, people, register, second_factor, sessions
from areal.accounts.people import Person
from areal.accounts.rights import Place, StaffRole
from areal.database import Role, connect

REGION = "kongsvingerregionen"
PASSWORD = "fire gode ord her"  # noqa: S105
#: A moment whose codes nobody uses today, in seconds since 1970.
LONG_AGO = 1_000_000
Given = tuple[StaffRole | str, str]


@dataclass(frozen=True)
class Account:
    """An account that can be signed in to with password and code."""

    account_id: int
    email: str
    totp: pyotp.TOTP


def place(where: str) -> Place:
    """Return a kommune for four digits, else a region."""
    return Place(kommunenummer=where) if where.isdigit() else Place(region_id=where)


def person(email: str, *given: Given, name: str = "") -> Person:
    """Return a person with roles: ("planner", "3401"), ("admin", "kongsvingerregionen")."""
    with acting.as_tool("test") as connection:
        account_id = register.add(
            connection, "test", email, name or email.partition("@")[0].title()
        )
        for role, where in given:
            register.give(connection, "test", account_id, StaffRole(role), place(where))
    return loaded(account_id)


def loaded(account_id: int) -> Person:
    """Return a person as the next request would have them."""
    with connect(Role.APP) as connection:
        return people.load(connection, account_id)


def with_password(email: str, *given: Given) -> Account:
    """Return an account with a password and a second factor that is set up."""
    who = person(email, *given)
    with acting.as_tool("test") as connection:
        links.set_password(connection, who.account_id, PASSWORD)
        offer = second_factor.offer(connection, who.account_id, email)
        totp = pyotp.TOTP(offer.secret)
        # A code of long ago: those of today are still to be taken.
        first = totp.at(LONG_AGO)
        assert second_factor.confirm(connection, who.account_id, first, lambda: LONG_AGO)
    return Account(who.account_id, email, totp)


def signed_in(client: FlaskClient, who: Person, stage: sessions.Stage = "in") -> FlaskClient:
    """Give a client the cookie of a session that was opened for somebody."""
    with connect(Role.APP) as connection:
        token = sessions.open_session(connection, who.account_id, stage)
    client.set_cookie("__Secure-areal-staff", token, path="/staff/", secure=True)
    return client


def audited(action: str) -> int:
    """Return how often something was done, by the log."""
    with connect(Role.APP) as connection:
        return int(
            connection.execute(
                text("SELECT count(*) FROM areal.audit_log WHERE action = :action"),
                {"action": action},
            ).scalar_one()
        )


def forget_everybody() -> None:
    """Remove every account and all it did: what nobody but the owner of the tables can."""
    tables = (
        "account, account_secret, account_link, recovery_code, membership, staff_session, "
        "rate_limit, audit_log, draft, draft_version, import_job, import_sender, form_done, digest"
    )
    with connect(Role.OWNER) as owner:
        owner.execute(text("SET LOCAL search_path = areal"))
        owner.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def hidden(client: FlaskClient, path: str) -> dict[str, str]:
    """Open a form and return what it carries unseen, one value a name."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in pairs if name != "do"}


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Open a form, fill it in and send it."""
    return client.post(path, data={**hidden(client, path), **fields})


def session_cookie(who: Person, url: str, stage: sessions.Stage = "in") -> Any:
    """Return the cookie of a session for a real browser."""
    with connect(Role.APP) as connection:
        token = sessions.open_session(connection, who.account_id, stage)
    return {
        "name": "__Secure-areal-staff",
        "value": token,
        "domain": urlsplit(url).hostname or "",
        "path": "/staff/",
        "secure": True,
        "httpOnly": True,
        "sameSite": "Lax",
    }
