"""One reading of the published catalogue: a connection on which everything is of one moment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import DataError
from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.exc import DBAPIError

from areal.database import Role, connect, sql
from areal.database.ahead import driver
from areal.errors import DatabaseUnavailable, NotFound

__all__ = ["Connection", "composed", "many", "one", "planned_once", "query", "reading"]

#: SQLSTATE → what it means to somebody who only reads, and the way out.
_FAULTS = {
    "57014": ("The answer took longer than it may.", "Ask for a smaller area or fewer parcels."),
    "3F000": ("The database has not been set up.", "Run `areal migrate`."),
    "42P01": ("The database has not been set up.", "Run `areal migrate`."),
    "42501": (
        "The database refuses to be read.",
        "Check AREAL_PUBLIC_DATABASE_URL, and run `areal migrate` to set the privileges again.",
    ),
}

_LEADING_WITH = re.compile(r"\A(--.*\n)*WITH\s")


@contextmanager
def reading(*, patient: bool = False) -> Iterator[Connection]:
    """Open a connection as the public role on which all statements see the same revision.

    ``patient`` lifts the limit on the time of a statement, which is there for the web. Raises
    ``DatabaseUnavailable`` when the database is down, not set up, or too slow.
    """
    try:
        with connect(Role.PUBLIC) as connection:
            # A publish between two statements would put two numbers on one page.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            if patient:
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield connection
    except DBAPIError as error:
        fault = _explained(error)
        if fault is None:
            raise
        raise fault from error


@contextmanager
def planned_once(connection: Connection) -> Iterator[None]:
    """Keep the plans of statements with the connection, for any binds.

    For statements that take longer to plan than to run, and look everything up by index whatever
    they are bound to: to plan a rule, or the view of findings, takes ten times as long as to run
    it on a few parcels.
    """
    connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
    driver(connection).prepare_threshold = 0
    try:
        yield
    finally:
        driver(connection).prepare_threshold = None
    connection.execute(text("SET LOCAL plan_cache_mode = auto"))


def query(name: str) -> str:
    """Return the text of ``areal/sql/queries/<name>.sql``."""
    return sql(f"queries/{name}.sql")


def composed(*names: str, **named_else: str) -> str:
    """Return the last named query, with the others before it as tables of their names.

    ``named_else`` are tables of another name than their file's: ``matching="in_box"``.
    """
    *tables, last = names
    files = {**named_else, **{name: name for name in tables}}
    named = ",\n".join(f"{name} AS (\n{query(file)}\n)" for name, file in files.items())
    # PostgreSQL wants one WITH for all: the last query's own tables go on the same list.
    answer, had_tables = _LEADING_WITH.subn("", query(last))
    return f"WITH {named}{',' if had_tables else ''}\n{answer}"


def many(connection: Connection, statement: str, **binds: Any) -> list[RowMapping]:
    """Return all rows of a statement."""
    return list(connection.execute(text(statement), binds).mappings())


def one(connection: Connection, statement: str, **binds: Any) -> RowMapping | None:
    """Return the only row of a statement, or None."""
    return connection.execute(text(statement), binds).mappings().one_or_none()


def _explained(error: DBAPIError) -> DatabaseUnavailable | NotFound | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None and isinstance(error.orig, DataError):
        # A text with NUL, which the driver does not even send: no text of the database is it.
        return NotFound("Nothing is called that.", hint="Look it up in the list.")
    if state in _FAULTS:
        message, hint = _FAULTS[state]
        return DatabaseUnavailable(message, hint=hint)
    if error.connection_invalidated or state is None or state.startswith(("08", "57P", "53")):
        return DatabaseUnavailable(
            "The connection to the database was lost.",
            hint="Try again; if it lasts, start the database with `areal db start`.",
        )
    return None
