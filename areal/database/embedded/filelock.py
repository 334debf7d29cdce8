"""Locks on files: they end with the process that holds them, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from areal.errors import EnvironmentFault

_PAUSE = 0.02


def open_lock(path: Path) -> int:
    """Open the lock file ``path`` and return its descriptor.

    The file gets the owner of its folder, so that root does not lock an ordinary user out.
    """
    try:
        # Read-only is enough for flock, and works on a file another account has made.
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise EnvironmentFault(
            f"The lock file {path} cannot be opened: {error.strerror}.",
            hint="Run as the user that owns the data folder, or choose another with --data-dir.",
        ) from error
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor


def try_exclusive(descriptor: int) -> bool:
    """Take the lock alone if nobody else has it, without waiting; a shared lock is given up."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_shared(descriptor: int, seconds: float) -> None:
    """Take the lock together with others, waiting at most ``seconds``."""
    _wait(descriptor, fcntl.LOCK_SH, seconds)


@contextmanager
def exclusive(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock file ``path`` alone, waiting at most ``seconds`` for it."""
    descriptor = open_lock(path)
    try:
        _wait(descriptor, fcntl.LOCK_EX, seconds)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, kind: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EnvironmentFault(
                    f"Another process has held the database's lock for {seconds:.0f} s.",
                    hint="Wait for it to end, or end it, and run the command again.",
                ) from None
            time.sleep(_PAUSE)
        else:
            return
