"""One engine for each database role, made when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import OperationalError

from areal.errors import DatabaseUnavailable
from areal.settings import Settings, get_settings


class Role(StrEnum):
    """Who is connected; the value is the name of the role in PostgreSQL."""

    OWNER = "areal_owner"
    APP = "areal_app"
    PUBLIC = "areal_public"


_SEARCH_PATH = {
    # Migrations compare by schema name, and would take the first of the path for "no schema".
    Role.OWNER: "public",
    Role.APP: "areal,public",
    # The public role never names a table of the catalogue, not even by accident.
    Role.PUBLIC: "published,public",
}


def database_url(role: Role, settings: Settings | None = None) -> URL:
    """Return the address ``role`` connects to: its own setting, the shared one, or the cluster."""
    settings = settings or get_settings()
    own = {
        Role.OWNER: settings.database_url,
        Role.APP: settings.app_database_url,
        Role.PUBLIC: settings.public_database_url,
    }[role]
    if own is not None:
        return make_url(own.get_secret_value())
    if settings.database_url is not None:
        return make_url(settings.database_url.get_secret_value())
    # Only an installation without a server of its own needs the private cluster.
    from areal.database.embedded import Cluster  # noqa: PLC0415

    return make_url(Cluster(settings.data_dir).url(role.value))


def _options(role: Role, settings: Settings) -> str:
    values = {
        "search_path": _SEARCH_PATH[role],
        "lock_timeout": settings.lock_timeout_ms,
        "jit": "off",
        "timezone": "Europe/Oslo",
        # Two connections must print the same number for the same geometry.
        "extra_float_digits": 1,
    }
    if role is Role.PUBLIC:
        values["statement_timeout"] = settings.statement_timeout_ms
        values["default_transaction_read_only"] = "on"
    own = {Role.APP: settings.app_database_url, Role.PUBLIC: settings.public_database_url}
    if settings.database_url is not None and own.get(role) is None:
        # A shared log-in becomes the role it is used for; a log-in of its own stays as it is.
        values["role"] = role.value
    return " ".join(f"-c {name}={value}" for name, value in values.items())


@lru_cache
def engine(role: Role) -> Engine:
    """Return the engine of ``role``; connections are checked before use and never wait long."""
    settings = get_settings()
    return create_engine(
        database_url(role, settings),
        pool_pre_ping=True,
        # Words of an exception end up in logs; what somebody sent does not.
        hide_parameters=True,
        pool_size=5,
        connect_args={
            "options": _options(role, settings),
            "connect_timeout": 5,
            # Binds are what differs between two rules of one kind, so a plan made for the first
            # few would be wrong for the next: no server-side prepared statements.
            "prepare_threshold": None,
        },
    )


@contextmanager
def connect(role: Role, *, snapshot: bool = False) -> Iterator[Connection]:
    """Open a transaction as ``role``: committed at the end, rolled back on any error.

    With ``snapshot`` every statement of it sees the same moment of the database.

    Raises ``DatabaseUnavailable`` when no connection can be made, or it is lost on the way: what
    was to be committed then may or may not have been.
    """
    try:
        connection = engine(role).connect()
    except OperationalError as error:
        raise _unavailable(error) from error
    try:
        with connection, connection.begin():
            if snapshot:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield connection
    except OperationalError as error:
        if not _lost(error):
            raise
        raise DatabaseUnavailable(
            "The connection to the database was lost.",
            hint="Try again; if it lasts, start the database with `areal db start`.",
        ) from error


def dispose() -> None:
    """Close every pooled connection and forget the engines (after a change of settings)."""
    if engine.cache_info().currsize:
        for role in Role:
            engine(role).dispose()
    engine.cache_clear()


def _lost(error: OperationalError) -> bool:
    """Return whether the server went away: it stopped, was stopped, or nothing answers."""
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state.startswith(("08", "57P0"))


def _unavailable(error: OperationalError) -> DatabaseUnavailable:
    reason = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
    return DatabaseUnavailable(
        f"The database does not answer: {reason}",
        hint="Start it with `areal db start`, or check AREAL_DATABASE_URL.",
    )
