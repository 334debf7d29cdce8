"""Making the database, its roles and its extensions, as superuser."""

from __future__ import annotations

from importlib.resources import files

import psycopg
from psycopg import sql

from areal.database.embedded.layout import PORT, Layout

#: How long to try again while the server recovers from the loss of one of its processes, and
#: after any other loss of the connection, in seconds.
RECOVERY_PATIENCE = 60.0
PATIENCE = 5.0

_RECOVERING = "the database system is"
#: Class of the error codes for a full disk, no memory and too many connections.
_NO_ROOM = "53"

Connection = psycopg.Connection[tuple[object, ...]]

#: Name of the superuser, whatever account the server runs as.
SUPERUSER = "postgres"
#: A database that always exists.
MAINTENANCE = "postgres"
ROLES = ("areal_owner", "areal_app", "areal_public", "areal_staff")
EXTENSIONS = ("btree_gist", "pg_trgm", "postgis", "unaccent")

_PRESENT = """
    SELECT
      (SELECT count(*) FROM pg_roles WHERE rolname = ANY(%(roles)s)) = %(count)s,
      EXISTS (SELECT FROM pg_database WHERE datname = %(name)s)
"""

_COMPLETE = """
    SELECT
      (SELECT count(*) FROM pg_extension WHERE extname = ANY(%(extensions)s)) = %(count)s
      AND pg_get_userbyid(datdba) = 'areal_owner'
      AND NOT has_table_privilege(
        'areal_public', to_regclass('public.spatial_ref_sys')::oid, 'SELECT'
      )
      AND has_table_privilege(
        'areal_staff', to_regclass('public.spatial_ref_sys')::oid, 'SELECT'
      )
    FROM pg_database WHERE datname = current_database()
"""


def ensure_database(layout: Layout, name: str) -> None:
    """Make sure the database ``name`` exists with everything only a superuser can give it.

    Raises ``psycopg.Error`` when the server does not answer or does not do as asked.
    """
    with _connect(layout, MAINTENANCE) as connection:
        _ensure_roles_and_name(connection, name)
    with _connect(layout, name) as connection, connection.transaction():
        binds = {"extensions": list(EXTENSIONS), "count": len(EXTENSIONS)}
        row = connection.execute(_COMPLETE, binds).fetchone()
        if not (row and row[0]):
            connection.execute(_script("database.sql"))


def patience(error: psycopg.Error) -> float:
    """Return for how many seconds it is worth trying again after ``error``."""
    if not isinstance(error, psycopg.OperationalError) or (error.sqlstate or "")[:2] == _NO_ROOM:
        return 0.0
    return RECOVERY_PATIENCE if _RECOVERING in str(error) else PATIENCE


def _ensure_roles_and_name(connection: Connection, name: str) -> None:
    binds = {"roles": list(ROLES), "count": len(ROLES), "name": name}
    row = connection.execute(_PRESENT, binds).fetchone()
    has_roles, has_database = row or (False, False)
    if not has_roles:
        connection.execute(_script("roles.sql"))
    if not has_database:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _connect(layout: Layout, database: str) -> Connection:
    return psycopg.connect(
        host=str(layout.socket_dir),
        port=PORT,
        user=SUPERUSER,
        dbname=database,
        connect_timeout=10,
        autocommit=True,
    )


def _script(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()
