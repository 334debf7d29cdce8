"""The advisory lock that lets one process at a time change structure or load data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from areal.errors import ArealError


class Lock(IntEnum):
    """What is locked; the number is the key PostgreSQL knows it by."""

    MIGRATE = 3401_0001
    LOAD = 3401_0002
    RUN = 3401_0003
    PUBLISH = 3401_0005
    TICK = 3401_0006


class Busy(ArealError):
    """Another process is doing the same work."""

    code = "busy"


@contextmanager
def exclusive(connection: Connection, lock: Lock) -> Iterator[None]:
    """Hold ``lock`` to the end of the transaction; raises ``Busy`` when another process has it."""
    got = connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": int(lock)})
    if not got.scalar_one():
        raise Busy(
            f"Another process holds the {lock.name.lower()} lock.",
            hint="Wait for it to end and run the command again.",
        )
    yield


@contextmanager
def held(connection: Connection, lock: Lock) -> Iterator[None]:
    """Hold ``lock`` over several transactions, for as long as ``connection`` stays open.

    The server lets go of it when the process dies. Raises ``Busy`` when another process has it.
    """
    got = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": int(lock)})
    if not got.scalar_one():
        raise Busy(
            f"Another process holds the {lock.name.lower()} lock.",
            hint="Wait for it to end and run the command again.",
        )
    try:
        yield
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": int(lock)})


@contextmanager
def in_turn(connection: Connection, lock: Lock) -> Iterator[None]:
    """Wait for ``lock`` and hold it for as long as ``connection`` stays open.

    Raises ``Busy`` when the others take longer than the time for a lock.
    """
    try:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": int(lock)})
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != "55P03":
            raise
        raise Busy(
            f"Another process holds the {lock.name.lower()} lock.", hint="Try again in a moment."
        ) from error
    try:
        yield
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": int(lock)})
