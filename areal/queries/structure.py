"""Whether the structure of the database is the one this version of the program was made for."""

from __future__ import annotations

from areal.database.objects import objects_current
from areal.errors import DatabaseUnavailable
from areal.queries.connection import Connection


def require_current(connection: Connection) -> None:
    """Raise ``DatabaseUnavailable`` when views and rights are those of another version."""
    if not objects_current(connection):
        raise DatabaseUnavailable(
            "The structure of the database is another version's.", hint="Run `areal migrate`."
        )
