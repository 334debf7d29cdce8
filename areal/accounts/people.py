"""A person on the staff with their roles, as the service and the pages see them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, text

from areal.accounts.rights import Membership, Permission, Place, Rights, StaffRole, rights_of
from areal.database import sql
from areal.errors import ArealError, NotFound


class Forbidden(ArealError):
    """A person does what none of their roles lets them."""

    code = "forbidden"


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in, with the roles they had when this request began."""

    account_id: int
    email: str
    name: str
    memberships: tuple[Membership, ...]

    @cached_property
    def rights(self) -> Rights:
        """Return what the roles add up to."""
        return rights_of(self.memberships)

    @property
    def author(self) -> str:
        """Return how the histories name the person; never shown to the public."""
        return f"{self.name} <{self.email}>"

    def require(self, permission: Permission, kommunenummer: str | None = None) -> None:
        """Raise ``Forbidden`` unless the person may, in that kommune or without one anywhere."""
        if not self.rights.may(permission, kommunenummer):
            where = f" in kommune {kommunenummer}" if kommunenummer else ""
            raise Forbidden(
                f"None of your roles lets you do this{where}.",
                hint="An administrator gives roles.",
            )


def load(connection: Connection, account_id: int) -> Person:
    """Return an active person with their roles; raises ``NotFound``."""
    row = connection.execute(
        text("SELECT email, name FROM areal.account WHERE account_id = :id AND active"),
        {"id": account_id},
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no active account {account_id}.")
    return Person(account_id, row.email, row.name, memberships(connection, account_id))


def memberships(connection: Connection, account_id: int) -> tuple[Membership, ...]:
    """Return the roles of an account, by place and role."""
    rows = connection.execute(text(sql("accounts/memberships.sql")), {"account_id": account_id})
    return tuple(
        Membership(
            row.membership_id,
            StaffRole(row.role),
            Place(row.kommunenummer, row.region_id),
            row.place_name,
            tuple(row.covers),
        )
        for row in rows
    )
