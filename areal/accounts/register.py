"""The register of accounts: who there is, who gets which role where, who is shut out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from areal.accounts.people import Forbidden, Person, memberships
from areal.accounts.rights import Membership, Permission, Place, StaffRole
from areal.accounts.signing_in import LONGEST_EMAIL, tidy_email
from areal.database import sql
from areal.errors import ArealError, NotFound

LONGEST_NAME = 120
#: Who asks: a person, held to their rights, or a tool by its name, which is not.
By = Person | str


class AccountRefused(ArealError):
    """Something that can't be done with an account; ``field`` and ``reason`` say what is wrong."""

    code = "account-refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {_TOLD[reason]}.", hint="Correct it and try again.")
        self.field = field
        self.reason = reason


_TOLD = {
    "empty": "it has to be given",
    "not_an_address": "it is no e-mail address",
    "too_long": "it is too long",
    "not_text": "it holds characters that are no text",
    "unknown": "there is no such place",
    "yourself": "you can't shut out yourself",
}


@dataclass(frozen=True)
class Entry:
    """An account as the register shows it."""

    account_id: int
    email: str
    name: str
    active: bool
    signed_in_at: datetime | None
    created_by: str
    has_password: bool
    has_factor: bool
    by_provider: bool
    #: Whether who asks may shut it out and let it in; a tool always may.
    manageable: bool
    memberships: tuple[Membership, ...]


def entries(connection: Connection) -> tuple[Entry, ...]:
    """Return the accounts who asks may see, by name."""
    return tuple(_entry(connection, row) for row in _rows(connection, None))


def entry(connection: Connection, account_id: int) -> Entry:
    """Return one account; raises ``NotFound`` when there is none that may be seen."""
    rows = _rows(connection, account_id)
    if not rows:
        raise NotFound(f"There is no account {account_id}.", hint="See `areal user list`.")
    return _entry(connection, rows[0])


def by_email(connection: Connection, email: str) -> int:
    """Return the id of an account; raises ``NotFound``."""
    found = connection.execute(
        text("SELECT account_id FROM areal.account WHERE email = :email"),
        {"email": tidy_email(email)},
    ).scalar()
    if found is None:
        raise NotFound(f"There is no account for {email}.", hint="See `areal user list`.")
    return int(found)


def add(connection: Connection, by: By, email: str, name: str) -> int:
    """Return the id of the account of an e-mail, made when there is none.

    Raises ``AccountRefused`` and ``Forbidden``.
    """
    _require(by)
    email, name = tidy_email(email), _tidy(name)
    _check_email(email)
    _check_name(name)
    made = connection.execute(
        text(
            "INSERT INTO areal.account (email, name, created_by) VALUES (:email, :name, :by) "
            "ON CONFLICT (email) DO NOTHING RETURNING account_id"
        ),
        {"email": email, "name": name, "by": _author(by)},
    ).scalar()
    if made is None and isinstance(by, Person):
        # An account of another kommune can't be seen, and still is the one.
        made = connection.execute(
            text("SELECT areal.account_by_email(:email)"), {"email": email}
        ).scalar()
    return int(made) if made is not None else by_email(connection, email)


def give(connection: Connection, by: By, account_id: int, role: StaffRole, place: Place) -> None:
    """Give a role in a place; one that is held already stays.

    Raises ``Forbidden`` and ``AccountRefused``.
    """
    _require_place(by, place)
    _check_place(connection, place)
    connection.execute(
        text(
            "INSERT INTO areal.membership (account_id, role, kommunenummer, region_id, given_by) "
            "SELECT :id, :role, :kommune, :region, :by WHERE NOT EXISTS (SELECT 1 "
            "FROM areal.membership AS m WHERE m.account_id = :id AND m.role = :role "
            "AND m.kommunenummer IS NOT DISTINCT FROM CAST(:kommune AS text) "
            "AND m.region_id IS NOT DISTINCT FROM CAST(:region AS text))"
        ),
        {
            "id": account_id,
            "role": role.value,
            "kommune": place.kommunenummer,
            "region": place.region_id,
            "by": _author(by),
        },
    )


def take_away(connection: Connection, by: By, account_id: int, membership_id: int) -> None:
    """Take a role away; raises ``NotFound``, ``Forbidden`` and ``AccountRefused``."""
    held = {item.membership_id: item for item in memberships(connection, account_id)}
    if membership_id not in held:
        raise NotFound("The account does not have this role.")
    membership = held[membership_id]
    _require_place(by, membership.place)
    if membership.role is StaffRole.ADMIN:
        # Whoever is left could not let the last admin in again.
        _refuse_self(by, account_id)
    connection.execute(
        text("DELETE FROM areal.membership WHERE membership_id = :id"), {"id": membership_id}
    )


def set_active(connection: Connection, by: By, account_id: int, *, active: bool) -> None:
    """Shut an account out, at once and wherever it is signed in, or let it in again.

    Raises ``Forbidden``, ``NotFound`` and ``AccountRefused``.
    """
    require_managed(connection, by, account_id)
    if not active:
        _refuse_self(by, account_id)
    connection.execute(
        text("UPDATE areal.account SET active = :active WHERE account_id = :id"),
        {"active": active, "id": account_id},
    )


def reset_factor(connection: Connection, by: By, account_id: int) -> None:
    """Forget the second factor: the next sign-in sets up a new one.

    Raises ``Forbidden`` and ``NotFound``.
    """
    require_managed(connection, by, account_id)
    connection.execute(text("SELECT areal.reset_factor(:id)"), {"id": account_id})


def require_managed(connection: Connection, by: By, account_id: int) -> None:
    """Raise ``Forbidden`` unless who asks manages every place the account has a role in."""
    if not entry(connection, account_id).manageable and isinstance(by, Person):
        raise Forbidden(
            "The account works for others too.", hint="The region's administrator can do this."
        )
    _require(by)


def _rows(connection: Connection, account_id: int | None) -> list[object]:
    return list(
        connection.execute(text(sql("accounts/entries.sql")), {"account_id": account_id}).all()
    )


def _entry(connection: Connection, row: object) -> Entry:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    return Entry(**values, memberships=memberships(connection, values["account_id"]))


def _require(by: By) -> None:
    if isinstance(by, Person):
        by.require(Permission.MANAGE)


def _require_place(by: By, place: Place) -> None:
    if isinstance(by, Person) and not by.rights.may_manage(place):
        raise Forbidden(
            "You give roles in your own kommuner.", hint="The region's administrator can do this."
        )


def _refuse_self(by: By, account_id: int) -> None:
    if isinstance(by, Person) and by.account_id == account_id:
        raise AccountRefused("account", "yourself")


def _check_email(email: str) -> None:
    if not email:
        raise AccountRefused("email", "empty")
    local, _, domain = email.partition("@")
    if not local or "." not in domain or "@" in domain or not _plain(email) or " " in email:
        raise AccountRefused("email", "not_an_address")
    if len(email) > LONGEST_EMAIL:
        raise AccountRefused("email", "too_long")


def _check_name(name: str) -> None:
    if not name:
        raise AccountRefused("name", "empty")
    if len(name) > LONGEST_NAME:
        raise AccountRefused("name", "too_long")
    if not _plain(name):
        raise AccountRefused("name", "not_text")


def _check_place(connection: Connection, place: Place) -> None:
    found = connection.execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM areal.kommune WHERE kommunenummer = :kommune) "
            "OR EXISTS (SELECT 1 FROM areal.region WHERE region_id = :region)"
        ),
        {"kommune": place.kommunenummer, "region": place.region_id},
    ).scalar_one()
    if not found or (place.kommunenummer is None) == (place.region_id is None):
        raise AccountRefused("place", "unknown")


def _plain(value: str) -> bool:
    return value.isprintable() and not any(unicodedata.category(one) == "Cf" for one in value)


def _tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _author(by: By) -> str:
    return by if isinstance(by, str) else by.author
