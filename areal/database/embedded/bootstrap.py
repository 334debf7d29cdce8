"""Making the database, its roles and its extensions, as superuser."""

from __future__ import annotations

import time
from importlib.resources import files

import psycopg
from psycopg import sql

from areal.database.embedded.health import explain
from areal.database.embedded.layout import PORT, Layout

#: How long to wait while the server recovers from the loss of one of its processes, in seconds.
RECOVERY_PATIENCE = 60.0

_NOT_YET = "the database system is"
_PAUSE = 0.05

Connection = psycopg.Connection[tuple[object, ...]]

#: Name of the superuser, whatever account the server runs as.
SUPERUSER = "postgres"
#: A database that always exists.
MAINTENANCE = "postgres"
ROLES = ("areal_owner", "areal_app", "areal_public")
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
    FROM pg_database WHERE datname = current_database()
"""


def ensure_database(layout: Layout, name: str) -> None:
    """Make sure the database ``name`` exists with everything only a superuser can give it.

    Raises ``DatabaseUnavailable`` when the server does not do as asked.
    """
    try:
        with _connect(layout, MAINTENANCE) as connection:
            _ensure_roles_and_name(connection, name)
        with _connect(layout, name) as connection, connection.transaction():
            binds = {"extensions": list(EXTENSIONS), "count": len(EXTENSIONS)}
            row = connection.execute(_COMPLETE, binds).fetchone()
            if not (row and row[0]):
                connection.execute(_script("database.sql"))
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise explain(f"The database `{name}` cannot be made ready", reason, layout.home) from error


def _ensure_roles_and_name(connection: Connection, name: str) -> None:
    binds = {"roles": list(ROLES), "count": len(ROLES), "name": name}
    row = connection.execute(_PRESENT, binds).fetchone()
    has_roles, has_database = row or (False, False)
    if not has_roles:
        connection.execute(_script("roles.sql"))
    if not has_database:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _connect(layout: Layout, database: str) -> Connection:
    deadline = time.monotonic() + RECOVERY_PATIENCE
    while True:
        try:
            return psycopg.connect(
                host=str(layout.socket_dir),
                port=PORT,
                user=SUPERUSER,
                dbname=database,
                connect_timeout=10,
                autocommit=True,
            )
        except psycopg.OperationalError as error:
            # After the end of one of its processes the server starts over by itself.
            if _NOT_YET not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)


def _script(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()
