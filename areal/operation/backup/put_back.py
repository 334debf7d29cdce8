"""Putting a backup back: the database in one transaction, the media file by file around it."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import text

from areal.accounts.keys import FILE, forget
from areal.database import Lock, Role, connect, dispose, engine
from areal.database.migrate import head, known
from areal.errors import ConfigurationError
from areal.operation import programs
from areal.operation.backup import media
from areal.operation.backup.archive import DATABASE, KEY, Reader, checked
from areal.operation.backup.make import key_mark
from areal.operation.backup.manifest import Manifest
from areal.operation.backup.programs import conninfo, piped
from areal.settings import Settings

_CHUNK = 1 << 20
#: Another program's transaction may be waited for so long, then the restore gives up whole.
_WAIT = "20s"


@dataclass(frozen=True)
class PutBack:
    """What was put back, and what is left to do."""

    manifest: Manifest
    media: int
    #: The structure is older than the program: `areal migrate` brings it up.
    behind: bool
    #: The key here is the one second factors were encrypted with.
    key_fits: bool


def restore(path: Path, settings: Settings, *, replace: bool = False) -> PutBack:
    """Put a backup back into an empty database, or with ``replace`` in the place of what is there.

    All of the file is checked before anything is changed, and the database changes in one
    transaction. Raises ``InputError`` for a backup that is not whole, ``ConfigurationError`` for
    one of a newer program or a database that is not empty.
    """
    with checked(path) as reader:
        _refuse(reader.manifest, replace=replace)
        staged = media.lay_out(reader, settings.data_dir)
        _database(reader, replace=replace)
        staged.settle(replace=replace)
        _key(reader, settings)
        _tidy()
        fits = key_mark(settings) == reader.manifest.key_mark
        behind = reader.manifest.revision != head()
        return PutBack(reader.manifest, staged.count, behind, fits)


def verify(path: Path) -> Manifest:
    """Check all of a backup and return what it says of itself; raises ``InputError``."""
    with checked(path) as reader:
        return reader.manifest


def _refuse(manifest: Manifest, *, replace: bool) -> None:
    if not known(manifest.revision):
        raise ConfigurationError(
            f"The backup is of revision {manifest.revision}, which this program does not know.",
            hint=f"Use version {manifest.product} of the program, or a newer one.",
        )
    with connect(Role.OWNER) as connection:
        there = connection.execute(
            text("SELECT to_regnamespace('areal') IS NOT NULL OR to_regclass(:v) IS NOT NULL"),
            {"v": "public.alembic_version"},
        ).scalar_one()
    if there and not replace:
        raise ConfigurationError(
            "The database is not empty.",
            hint="--replace throws away what is in it. Make a backup of that first.",
        )


def _database(reader: Reader, *, replace: bool) -> None:
    with connect(Role.OWNER) as connection:
        server = programs.server_major(connection)
    # Connections of this process would hold locks on what is replaced.
    dispose()
    least = max(server, reader.manifest.program)
    reading, writing = programs.find("pg_restore", least), programs.find("psql", server)
    arguments = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={conninfo()}"]
    with (
        open_null() as nothing,
        piped(writing, arguments, into=nothing) as psql,
        piped(reading, ["--no-owner", "--file=-"]) as dumped,
    ):
        assert psql.stdin is not None  # noqa: S101 - pipes, by default
        _send(psql, _before(replace=replace))
        _pour(reader, dumped, psql)
        # Without the last word nothing is kept: psql that reads an end rolls back.
        if dumped.wait() == 0:
            _send(psql, _after(reader.manifest))


@contextmanager
def open_null() -> Iterator[IO[bytes]]:
    """Open where words go that nobody reads."""
    with Path("/dev/null").open("wb") as file:
        yield file


def _send(psql: subprocess.Popen[bytes], words: str) -> None:
    assert psql.stdin is not None  # noqa: S101
    psql.stdin.write(words.encode())
    psql.stdin.flush()


def _pour(reader: Reader, dumped: subprocess.Popen[bytes], psql: subprocess.Popen[bytes]) -> None:
    """Let pg_restore write its statements to psql while the dump is given to it."""
    assert dumped.stdin is not None  # noqa: S101
    assert dumped.stdout is not None  # noqa: S101
    assert psql.stdin is not None  # noqa: S101

    def feed(into: IO[bytes]) -> None:
        try:
            with into, reader.open(DATABASE) as source:
                shutil.copyfileobj(source, into, _CHUNK)
        except BrokenPipeError:
            return  # what ended says itself why

    feeding = threading.Thread(target=feed, args=(dumped.stdin,), daemon=True)
    feeding.start()
    shutil.copyfileobj(dumped.stdout, psql.stdin, _CHUNK)
    feeding.join()


def _before(*, replace: bool) -> str:
    """Return what is said first: one transaction, nobody else at work, an empty house."""
    locks = " AND ".join(f"pg_try_advisory_xact_lock({int(lock)})" for lock in Lock)
    lines = [
        "BEGIN;",
        "SET LOCAL client_min_messages = warning;",
        f"SET lock_timeout = '{_WAIT}';",
        # Written on one line, psql takes the whole as one statement.
        f"DO $$ BEGIN IF NOT ({locks}) THEN RAISE 'another process loads, checks or migrates'; "
        "END IF; END $$;",
    ]
    if replace:
        lines += [
            "DROP SCHEMA IF EXISTS published CASCADE;",
            "DROP SCHEMA IF EXISTS areal CASCADE;",
            "DROP TABLE IF EXISTS public.alembic_version;",
        ]
    return "\n".join(lines) + "\n"


def _after(manifest: Manifest) -> str:
    """Return what is said last: the rows are counted, and all of it is kept."""
    counted = "".join(
        f'IF (SELECT count(*) FROM areal."{table}") <> {rows} THEN RAISE \'{table}: rows are '
        "missing'; END IF; "
        for table, rows in manifest.rows.items()
    )
    return (
        f"DO $$ BEGIN {counted} END $$;\n"
        # As Alembic makes it; it stands outside the schemas that are dumped.
        "CREATE TABLE public.alembic_version (version_num varchar(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));\n"
        f"INSERT INTO public.alembic_version VALUES ('{manifest.revision}');\nCOMMIT;\n"
    )


def _key(reader: Reader, settings: Settings) -> None:
    """Put the key beside the database where there is none; another one is kept by its side."""
    if not reader.manifest.with_key or settings.secret_key is not None:
        return
    path = settings.data_dir / FILE
    with reader.open(KEY) as source:
        key = source.read()
    if path.exists() and path.read_bytes() == key:
        return
    if path.exists():
        path.replace(path.with_name(f"{FILE}.before"))
    media.write(path, key)
    forget()


def _tidy() -> None:
    """Count for the planner what has come in: statistics are in no backup."""
    with engine(Role.OWNER).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
