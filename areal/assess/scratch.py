"""Work that leaves no trace: temporary tables in a transaction that is always rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from areal.assess.whole import prepare
from areal.database import Role, connect
from areal.errors import ArealError

_TIMEOUT = "57014"


class TookTooLong(ArealError):
    """A question that is answered while somebody waits took longer than it may."""

    code = "took-too-long"


@contextmanager
def scratch(*, timeout_ms: int = 0) -> Iterator[Connection]:
    """Open a connection of the app role that sees one moment, and on which nothing is kept.

    ``timeout_ms`` is for one statement; 0 is no limit. Raises ``TookTooLong`` when it is exceeded.
    """
    with connect(Role.APP, snapshot=True) as connection:
        prepare(connection)
        connection.execute(text(f"SET LOCAL statement_timeout = {int(timeout_ms)}"))
        try:
            connection.execute(
                text(
                    "CREATE TEMPORARY TABLE result (LIKE areal.finding_span INCLUDING DEFAULTS) "
                    "ON COMMIT DROP"
                )
            )
            yield connection
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _TIMEOUT:
                raise TookTooLong(
                    f"The answer took longer than {timeout_ms / 1000:g} seconds.",
                    hint="Ask for less at a time, or use the command line.",
                ) from error
            raise
        finally:
            connection.rollback()
