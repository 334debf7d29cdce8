"""What is really running: the server of a data directory, its orphans, and why it stopped."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from areal.errors import ArealError, DatabaseUnavailable, EnvironmentFault

_PAUSE = 0.02
#: Lines of ``postmaster.pid``, counted from 0.
_PID, _DATA_DIR, _SOCKET_DIR, _STATE = 0, 1, 4, 7


@dataclass(frozen=True)
class Server:
    """What a lock file says about the server that wrote it."""

    pid: int
    data_dir: Path
    socket_dir: str
    #: ``starting``, ``ready`` or ``stopping``; empty in the first moments.
    state: str


def read_lockfile(path: Path) -> Server | None:
    """Read ``postmaster.pid`` or the lock file of a socket; None when it is absent or unreadable.

    A file cut short by a full disk or a crash counts as absent.
    """
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        lines += [""] * (_STATE + 1 - len(lines))
        return Server(
            abs(int(lines[_PID])), Path(lines[_DATA_DIR]), lines[_SOCKET_DIR], lines[_STATE]
        )
    except (OSError, ValueError):
        return None


def is_server(pid: int, pgdata: Path) -> bool:
    """Tell whether process ``pid`` is a living PostgreSQL server of ``pgdata``.

    The number alone proves nothing: after a crash it may belong to any other process.
    """
    arguments = _arguments(pid)
    if not arguments or Path(arguments[0]).name != "postgres":
        return False
    inside = _works_in(pid, pgdata)
    if inside is not None:
        return inside
    # The kernel does not show the folder (root without CAP_SYS_PTRACE), or it is gone: go by
    # the command the process was started with.
    named = Path(arguments[arguments.index("-D") + 1]) if "-D" in arguments[:-1] else None
    return named is not None and (named == pgdata or not named.exists() or named.samefile(pgdata))


def orphans(pgdata: Path) -> list[int]:
    """Return the processes a killed server left behind in ``pgdata``.

    Only meaningful when no server runs there: its ordinary children look the same.
    """
    return [
        pid
        for pid in _processes()
        if (_arguments(pid) or [""])[0].startswith("postgres:") and _works_in(pid, pgdata)
    ]


def end(pids: list[int], patience: float) -> None:
    """End processes that have lost their server: first politely, after ``patience`` seconds not."""
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for pid in pids:
            send(pid, number)
        if wait_gone(pids, patience):
            return


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may have ended meanwhile."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def wait_gone(pids: list[int], seconds: float) -> bool:
    """Wait for processes to end; tell whether all of them did."""
    deadline = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True


def is_alive(pid: int) -> bool:
    """Tell whether the process runs; one that has ended but was not collected does not."""
    try:
        # The state is the first field after the name, which itself may hold anything.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (OSError, IndexError):
        return False


#: Time and process before the server's words.
_LOG_PREFIX = re.compile(r"^.*?(?:FATAL|PANIC): +")
_DISK_FULL = "No space left on device"
#: With less than this free, in bytes, the log itself may lack the words.
_NO_ROOM = 1024 * 1024

#: What the server's log says, and what to tell the person.
_KNOWN = {
    _DISK_FULL: (
        "The disk is full",
        "Make room on the disk that holds {folder} and run the command again: nothing is lost.",
    ),
    "Permission denied": (
        "The server may not read its own files",
        "Give {folder} back to the account the server runs as.",
    ),
    "Read-only file system": (
        "The disk is read-only",
        "Choose a folder on another disk with --data-dir.",
    ),
    "Cannot allocate memory": (
        "There is not enough memory",
        "End other programs; the server needs about 300 MB.",
    ),
}


def explain(doing: str, log: str, folder: Path, *, hint: str | None = None) -> ArealError:
    """Turn PostgreSQL's own words into an error that says what to do.

    ``doing`` is what failed, ``folder`` the cluster's, ``hint`` for words that are not known.
    """
    if folder.is_dir() and shutil.disk_usage(folder).free < _NO_ROOM:
        log = f"{log}\n{_DISK_FULL}"
    for words, (problem, way_out) in _KNOWN.items():
        if words in log:
            return EnvironmentFault(f"{doing}: {problem}.", hint=way_out.format(folder=folder))
    lines = [line for line in log.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    other = [line for line in lines if "LOG:" not in line]
    reason = (telling or other or ["it ended without a word, as if it was killed"])[-1]
    return DatabaseUnavailable(
        f"{doing}: {_LOG_PREFIX.sub('', reason).strip()}",
        hint=hint or f"More is in {folder / 'server.log'}.",
    )


def _arguments(pid: int) -> list[str]:
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).rstrip("\0").split("\0")
    except OSError:
        return []


def _works_in(pid: int, pgdata: Path) -> bool | None:
    """Tell whether the process's current folder is ``pgdata``; None when that cannot be told."""
    if not pgdata.is_dir():
        return None
    try:
        return Path(f"/proc/{pid}/cwd").samefile(pgdata)
    except PermissionError:
        return None
    except OSError:
        return False


def _processes() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
