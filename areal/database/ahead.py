"""Send statements one after the other, without waiting for each to be answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def driver(connection: Connection) -> psycopg.Connection:
    """Return the psycopg connection beneath."""
    found = connection.connection.driver_connection
    assert isinstance(found, psycopg.Connection)  # noqa: S101 - no other driver is installed
    return found


@contextmanager
def sent_ahead(connection: Connection) -> Iterator[None]:
    """Let the program prepare the next statement while the server works on the last.

    For statements whose answers nobody reads. What failed is raised at the end, at the latest,
    as SQLAlchemy raises it.
    """
    try:
        with driver(connection).pipeline():
            yield
    except psycopg.Error as error:
        raise DBAPIError.instance(None, None, error, psycopg.Error) from error
