"""The transaction something becomes public in: one at a time, all or nothing, tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import sleep
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from areal.accounts.acting import become, write_as
from areal.accounts.people import Forbidden, Person
from areal.accounts.rights import Permission
from areal.database import Busy, Lock, Role, connect, engine, in_turn
from areal.settings import get_settings

__all__ = ["Actor", "Busy", "as_service", "by", "in_public"]
T = TypeVar("T")

#: SQLSTATE of a right that is missing, and of two transactions that met: one is done again.
_REFUSED, _MET = "42501", ("40001", "40P01")
_ATTEMPTS = 6


@dataclass(frozen=True)
class Actor:
    """Who publishes: a person, held to their rights, or the service itself when time has come."""

    author: str
    person: Person | None = None

    def require(self, permission: Permission, kommunenummer: str) -> None:
        """Raise ``Forbidden`` unless the person may; the service carries out what was decided."""
        if self.person is not None:
            self.person.require(permission, kommunenummer)


def by(person: Person) -> Actor:
    """Return a person as who publishes."""
    return Actor(person.author, person)


def in_public(actor: Actor, work: Callable[[Connection], T]) -> T:
    """Do ``work`` in a transaction of its own that sees one moment, one at a time.

    A person's part of it runs with their rights until ``as_service``. When somebody else was in the
    way, all of it is done again. Raises ``Forbidden``, and ``Busy`` when a run is going on.
    """
    with engine(Role.APP).connect() as guard, in_turn(guard, Lock.PUBLISH):
        for attempt in range(_ATTEMPTS):
            try:
                return _once(actor, work)
            except DBAPIError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state == _REFUSED:
                    raise Forbidden(
                        "None of your roles lets you do this here.",
                        hint="An administrator gives roles.",
                    ) from error
                if state not in _MET or attempt == _ATTEMPTS - 1:
                    raise
                sleep(0.05 * 2**attempt)
    raise AssertionError("unreachable")


def _once(actor: Actor, work: Callable[[Connection], T]) -> T:
    with connect(Role.APP, snapshot=True) as connection:
        if actor.person is not None:
            become(connection, actor.person)
        else:
            write_as(connection, actor.author)
        # A run counts from when its transaction began: what is changed in it is changed then, so
        # that it is told as checked, and what others change meanwhile is not.
        connection.execute(text("SELECT set_config('areal.moment', now()::text, TRUE)"))
        return work(connection)


def as_service(connection: Connection, kommunenummer: str) -> None:
    """Let the rest of the transaction be the service's, for one kommune; the work is the person's.

    What a person may have done, but not do by hand: to write a draft into the catalogue that others
    have edited, and to keep a run.
    """
    connection.execute(text("RESET ROLE"))
    # What the person may do is no measure from here on (areal.guard_publishing).
    connection.execute(
        text(
            "SELECT set_config('areal.kommuner', :kommune, TRUE), "
            "set_config('areal.may_edit', '', TRUE)"
        ),
        {"kommune": kommunenummer},
    )
    timeout = get_settings().rule_timeout_ms
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(timeout)}")
