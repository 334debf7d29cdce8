"""Transactions of a person: PostgreSQL knows who it is, and holds them to their kommuner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from areal.accounts.people import Forbidden, Person
from areal.accounts.rights import Permission
from areal.database import Role, connect
from areal.settings import get_settings

#: SQLSTATE of a right that is missing, and of a row that a policy refuses.
_REFUSED = "42501"


@contextmanager
def acting(person: Person) -> Iterator[Connection]:
    """Open a transaction as ``person``: all of it is kept, or on an error nothing.

    Rows of kommuner the person has no role in can't be written, and their drafts not be read,
    whatever the statement. Raises ``Forbidden`` when that is tried.
    """
    with connect(Role.APP) as connection:
        become(connection, person)
        try:
            yield connection
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _REFUSED:
                raise Forbidden(
                    "None of your roles lets you do this here.",
                    hint="An administrator gives roles.",
                ) from error
            raise


def become(connection: Connection, person: Person) -> None:
    """Let the rest of a transaction of the app role be the person's."""
    rights = person.rights
    settings = {f"may_{item}": ",".join(sorted(rights.where(item))) for item in Permission}
    settings |= {
        "account": str(person.account_id),
        "author": person.author,
        "may_manage_regions": ",".join(sorted(rights.regions)),
        # What the tools go by; whoever calls one of theirs says for which kommuner.
        "kommuner": "",
    }
    calls = ", ".join(f"set_config('areal.{name}', :{name}, TRUE)" for name in settings)
    connection.execute(text(f"SELECT {calls}"), settings)
    timeout = get_settings().statement_timeout_ms
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(timeout)}")
    connection.exec_driver_sql("SET LOCAL ROLE areal_staff")


@contextmanager
def as_tool(author: str) -> Iterator[Connection]:
    """Open a transaction of the command line, which manages every account; the log says who."""
    with connect(Role.APP) as connection:
        write_as(connection, author)
        yield connection


def write_as(connection: Connection, author: str, account_id: int | None = None) -> None:
    """Say to the log who this transaction is, without a person's limits."""
    connection.execute(
        text(
            "SELECT set_config('areal.author', :author, TRUE), "
            "set_config('areal.account', :account, TRUE)"
        ),
        {"author": author, "account": "" if account_id is None else str(account_id)},
    )


def note(
    connection: Connection, action: str, account_id: int | None, after: str | None = None
) -> None:
    """Write a line about an account in the audit log: something that changes no row."""
    connection.execute(
        text("SELECT areal.note(:action, 'account', :id, NULL, CAST(:after AS jsonb))"),
        {"action": action, "id": account_id, "after": after},
    )
