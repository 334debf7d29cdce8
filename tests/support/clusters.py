"""Private clusters for tests: short folders the server can reach, and ways to kill what runs."""

from __future__ import annotations

import os
import pickle
import pwd
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from areal.database.embedded import Cluster
from areal.database.embedded.health import wait_gone


@contextmanager
def short_folder() -> Iterator[Path]:
    """Give a folder whose name is short enough for a socket, open to the server's account."""
    folder = Path(tempfile.mkdtemp(prefix="areal-t-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kill_server(cluster: Cluster, *, whole: bool) -> int:
    """End the server with SIGKILL, alone or with all its processes; return its number."""
    pid = cluster.status().pid
    assert pid is not None
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if whole else []
    # The head first, so that it cannot put its house in order when the children go.
    for number in (pid, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    assert wait_gone([pid], 10)
    return pid


@contextmanager
def connection(
    cluster: Cluster, user: str = "areal_owner", database: str = "areal"
) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Open a connection to the cluster, in autocommit mode."""
    folder = str(cluster.status().socket_dir)
    with psycopg.connect(
        host=folder, port=5432, user=user, dbname=database, autocommit=True
    ) as opened:
        yield opened


def value(cluster: Cluster, query: str, user: str = "areal_owner") -> Any:
    """Return the first value of the first row of ``query``, or None when it gives no row."""
    with connection(cluster, user) as opened:
        done = opened.execute(query.encode())
        row = done.fetchone() if done.description else None
        return None if row is None else row[0]


def as_user(name: str, work: Callable[[], Any]) -> Any:
    """Run ``work`` in a child process as the account ``name``; return or raise what it does.

    Root only. The child has everything imported already, so it need not reach our Python.
    """
    entry = pwd.getpwnam(name)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
            answer = (True, work())
        except BaseException as error:
            error.add_note(traceback.format_exc())
            answer = (False, error)
        os.write(writing, pickle.dumps(answer))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    succeeded, answer = pickle.loads(text)  # noqa: S301 -- our own child wrote it
    if not succeeded:
        raise answer
    return answer
