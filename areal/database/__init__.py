"""Connections per role, SQL kept in files, and the lock that keeps two writers apart."""

from areal.database.ahead import driver, sent_ahead
from areal.database.engines import Role, connect, database_url, dispose, engine
from areal.database.lock import Busy, Lock, exclusive, in_turn
from areal.database.sqlfiles import execute, sql

__all__ = [
    "Busy",
    "Lock",
    "Role",
    "connect",
    "database_url",
    "dispose",
    "driver",
    "engine",
    "exclusive",
    "execute",
    "in_turn",
    "sent_ahead",
    "sql",
]
