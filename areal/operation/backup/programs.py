"""Running pg_dump, pg_restore and psql: passwords in the surroundings, never in the command."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from psycopg.conninfo import make_conninfo

from areal.database import Role, database_url
from areal.errors import EnvironmentFault
from areal.files.process import die_with_parent
from areal.operation.programs import Program

_LINES = 3


def conninfo() -> str:
    """Return how the owner connects, as libpq reads it, without the password."""
    url = database_url(Role.OWNER)
    told = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    extra = {name: value for name, value in url.query.items() if isinstance(value, str)}
    return make_conninfo("", **{k: v for k, v in {**told, **extra}.items() if v is not None})


def surroundings() -> dict[str, str]:
    """Return the environment of a program: ours without PG*, with the password if there is one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    password = database_url(Role.OWNER).password
    options = {"PGPASSWORD": str(password)} if password else {}
    return {**kept, **options, "LC_ALL": "C.UTF-8", "PGTZ": "UTC"}


@contextmanager
def piped(
    program: Program,
    arguments: Sequence[str],
    *,
    into: IO[bytes] | None = None,
    out_of: IO[bytes] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program for the length of the block; it ends with us, however we end.

    Raises ``EnvironmentFault`` with its own words when it fails.
    """
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(  # noqa: S603 - a program of PostgreSQL, found by its place
            [program.path, *arguments],
            stdin=out_of if out_of is not None else subprocess.PIPE,
            stdout=into if into is not None else subprocess.PIPE,
            stderr=words,
            env=surroundings(),
            preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads are started before
        )
        try:
            yield process
            if process.stdin is not None:
                process.stdin.close()
            status = process.wait()
        except BrokenPipeError:
            status = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if status != 0:
            raise _failed(program, words)


def _failed(program: Program, words: IO[bytes]) -> EnvironmentFault:
    words.seek(0)
    lines = [line for line in words.read().decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "rror:" in line] or lines
    told = " ".join(telling[:_LINES]) or "it ended without a word"
    return EnvironmentFault(
        f"{Path(program.path).name} failed: {told}", hint="Nothing was kept of the attempt."
    )
