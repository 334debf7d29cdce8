"""Finding pg_dump and pg_restore that fit a server: never older than it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from areal.database.embedded.binaries import PROGRAMS
from areal.errors import EnvironmentFault


@dataclass(frozen=True)
class Program:
    """One of PostgreSQL's client programs and its major version."""

    path: str
    major: int


def server_major(connection: Connection) -> int:
    """Return the major version of the server."""
    number = connection.execute(text("SELECT current_setting('server_version_num')")).scalar_one()
    return int(number) // 10_000


def find(name: str, server: int) -> Program:
    """Return the oldest program that is not older than the server.

    Raises ``EnvironmentFault`` naming what to install when there is none.
    """
    fitting = [each for each in _candidates(name) if each.major >= server]
    if not fitting:
        raise EnvironmentFault(
            f"There is no {name} for PostgreSQL {server} on this machine.",
            hint=f"Install it: `apt-get install postgresql-client-{server}`.",
        )
    return min(fitting, key=lambda each: each.major)


def _candidates(name: str) -> Iterator[Program]:
    for path in PROGRAMS.glob(f"*/bin/{name}"):
        if path.parts[-3].isdigit():
            yield Program(str(path), int(path.parts[-3]))
    found = shutil.which(name)
    # Debian's wrapper chooses a version by itself; the real ones were found above.
    if found is not None and not Path(found).resolve().name.startswith("pg_wrapper"):
        asked = subprocess.run(  # noqa: S603 - a program of PostgreSQL, found by its name
            [found, "--version"], capture_output=True, text=True, check=False
        )
        version = re.search(r"(\d+)\.\d+", asked.stdout)
        if version:
            yield Program(found, int(version[1]))
