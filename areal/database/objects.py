"""Functions, triggers, policies, grants and views: dropped and made again from their files.

They hold no rows, so they need no history of their own: the files are what is installed. A
checksum over the files, kept as the comment of schema ``published``, tells when to do it.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

from sqlalchemy import Connection, text

from areal.database.sqlfiles import sql

_FOLDERS = ("functions", "views", "security")


def _names() -> list[str]:
    root = files("areal").joinpath("sql")
    return [
        f"{folder}/{entry.name}"
        for folder in _FOLDERS
        for entry in sorted(root.joinpath(folder).iterdir(), key=lambda item: item.name)
        if entry.name.endswith(".sql")
    ]


def _checksum() -> str:
    """Sum the files, and the names of the migrations they were written for."""
    made_for = sorted(
        entry.name
        for entry in files("areal").joinpath("database", "migrations", "versions").iterdir()
        if entry.name.endswith(".py")
    )
    return sha256("\n".join([*(sql(name) for name in _names()), *made_for]).encode()).hexdigest()


def objects_current(connection: Connection) -> bool:
    """Return whether the installed objects are those of the files."""
    comment = connection.execute(
        text("SELECT obj_description(to_regnamespace('published'), 'pg_namespace')")
    ).scalar_one()
    return bool(comment == _checksum())


def drop_objects(connection: Connection) -> None:
    """Remove the views, so that the tables under them can change."""
    connection.execute(text("DROP SCHEMA IF EXISTS published CASCADE"))
    views = connection.execute(
        text("SELECT viewname FROM pg_views WHERE schemaname = 'areal'")
    ).scalars()
    for view in views.all():
        connection.execute(text(f'DROP VIEW IF EXISTS areal."{view}" CASCADE'))


def install_objects(connection: Connection) -> None:
    """Run every file, in the order of its folder and name."""
    connection.execute(text("CREATE SCHEMA published"))
    # Functions call one another, and the order of their files must not matter.
    connection.execute(text("SET LOCAL check_function_bodies = off"))
    for name in _names():
        connection.exec_driver_sql(sql(name).replace("%", "%%"))
    connection.execute(text(f"COMMENT ON SCHEMA published IS '{_checksum()}'"))
