"""The database: who reaches it as whom, what is installed in it, and what each role may."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from areal.database import Role, connect, sql
from areal.database.embedded.binaries import OLDEST
from areal.database.embedded.bootstrap import EXTENSIONS, ROLES
from areal.database.migrate import current, head
from areal.database.objects import objects_current
from areal.errors import DatabaseUnavailable
from areal.operation.findings import Finding
from areal.settings import Settings

_WHO = (
    "SELECT current_user AS now, session_user AS login, r.rolsuper OR r.rolbypassrls AS strong, "
    "current_setting('server_version') AS version, "
    "current_setting('server_version_num')::int / 10000 AS major "
    "FROM pg_roles AS r WHERE r.rolname = current_user"
)


def reachable(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 - every check is called alike
    """Connect as each role, and look at who that made us."""
    for role in Role:
        try:
            with connect(role) as connection:
                row = connection.execute(text(_WHO)).one()
        except DatabaseUnavailable as error:
            why = error.message.partition(": ")[2] or error.message
            yield Finding("database", "fault", "database_away", {"role": role.value, "why": why})
            continue
        values = {"role": role.value, "version": row.version.split()[0]}
        yield Finding("database", "ok", "database_ok", values)
        if row.major < OLDEST:
            yield Finding("database", "fault", "database_old", {**values, "oldest": OLDEST})
        if row.now != role.value:
            yield Finding("roles", "fault", "role_other", {**values, "found": row.now})
        elif row.strong:
            yield Finding("roles", "fault", "role_too_strong", values)
        elif row.login != row.now:
            yield Finding("roles", "info", "role_shared", values)


def extensions(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Look for the extensions the structure needs."""
    with connect(Role.OWNER) as connection:
        there = set(connection.execute(text("SELECT extname FROM pg_extension")).scalars())
    missing = [name for name in EXTENSIONS if name not in there]
    if missing:
        yield Finding("extensions", "fault", "extensions_missing", {"names": missing})
    else:
        yield Finding("extensions", "ok", "extensions_ok", {"names": list(EXTENSIONS)})


def migrations(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Compare the structure with the one the program knows, and views and rights with its files."""
    with connect(Role.OWNER) as connection:
        revision, newest = current(connection), head()
        installed = objects_current(connection)
    values = {"revision": revision or "–", "head": newest}
    if revision is None:
        yield Finding("migrations", "fault", "migrations_none", values)
    elif revision != newest:
        yield Finding("migrations", "fault", "migrations_behind", values)
    elif not installed:
        yield Finding("migrations", "fault", "objects_behind", values)
    else:
        yield Finding("migrations", "ok", "migrations_ok", values)


def roles(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Look at what each role may, as PostgreSQL itself tells."""
    with connect(Role.OWNER) as connection:
        there = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
        missing = [name for name in ROLES if name not in there]
        if missing:
            yield Finding("roles", "fault", "roles_missing", {"names": missing})
            return
        rows = connection.execute(text(sql("operation/roles.sql"))).all()
    for row in rows:
        yield Finding("roles", "fault", row.code, {"role": row.role, "names": list(row.names)})
    if not rows:
        yield Finding("roles", "ok", "roles_ok")
