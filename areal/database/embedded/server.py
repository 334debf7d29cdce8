"""Starting and stopping the server process of a cluster."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from pathlib import Path

from areal.database.embedded import health
from areal.database.embedded.account import Account
from areal.database.embedded.binaries import Binaries
from areal.database.embedded.health import Server
from areal.database.embedded.layout import SOCKET_NAME, Layout
from areal.errors import DatabaseUnavailable

#: Recovery after a crash reads at most ``max_wal_size`` and is done well before this, in seconds.
START_PATIENCE = 120.0
#: How long a polite stop may take before the server is told to drop everything, in seconds.
STOP_PATIENCE = 60.0
#: How long processes without a server get before they are killed, in seconds.
ORPHAN_PATIENCE = 5.0
#: The server's log starts over when it is longer than this, in bytes.
LONGEST_LOG = 10 * 1024 * 1024

_PAUSE = 0.02
_log = logging.getLogger(__name__)


def running(layout: Layout) -> Server | None:
    """Return the living server of the cluster, whatever state it is in."""
    server = health.read_lockfile(layout.pidfile)
    if server is not None and health.is_server(server.pid, layout.pgdata):
        return server
    return None


def attach(layout: Layout) -> bool:
    """Tell whether a server is there to connect to, waiting while one starts or stops."""
    deadline = time.monotonic() + START_PATIENCE
    while (server := running(layout)) is not None:
        if server.state == "ready" and _is_reachable(layout, server):
            return True
        if server.state == "ready":
            _log.warning("The running server has lost its socket; starting it again.")
            stop(layout)
        if time.monotonic() > deadline:
            raise DatabaseUnavailable(
                f"The server (process {server.pid}) is still {server.state or 'starting'}.",
                hint=f"Look in {layout.server_log}; `areal db stop` ends it.",
            )
        time.sleep(_PAUSE)
    return False


def start(layout: Layout, account: Account, binaries: Binaries) -> None:
    """Start the server and wait until it takes connections, recovery included."""
    clear_remains(layout)
    offset = _prepare_log(layout.server_log, account)
    reading, writing = os.pipe()
    try:
        try:
            _launch(layout, account, binaries, writing)
        finally:
            # From now on the server alone holds the writing end: reading ends when it does.
            os.close(writing)
        _await_ready(layout, reading, offset)
    finally:
        os.close(reading)


def _launch(layout: Layout, account: Account, binaries: Binaries, writing: int) -> None:
    # It leaves our session, so Ctrl-C reaches the program and not the database.
    command = ["/usr/bin/setsid", "--fork", binaries.program("postgres"), "-D", str(layout.pgdata)]
    with layout.server_log.open("ab") as log:
        subprocess.run(
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[writing],
            **account.options,
        )


def stop(layout: Layout) -> None:
    """Stop the server, if one runs: connections are cut, what was committed is on disk."""
    server = running(layout)
    if server is None:
        return
    for number in (signal.SIGINT, signal.SIGQUIT):
        health.send(server.pid, number)
        if health.wait_gone([server.pid], STOP_PATIENCE):
            return
    raise DatabaseUnavailable(
        f"The server (process {server.pid}) does not stop.",
        hint=f"Look in {layout.server_log}, and end the process by hand.",
    )


def clear_remains(layout: Layout) -> None:
    """Remove what a killed server left: its processes, its pid file, its socket.

    Only called when no server of this data directory runs.
    """
    left_behind = health.orphans(layout.pgdata)
    if left_behind:
        _log.warning("Ending %d processes of a server that was killed.", len(left_behind))
        health.end(left_behind, ORPHAN_PATIENCE)
    # PostgreSQL clears a stale file itself, but not when the number has passed to another process.
    layout.pidfile.unlink(missing_ok=True)
    socket = layout.socket_dir / SOCKET_NAME
    lockfile = socket.with_name(f"{SOCKET_NAME}.lock")
    other = health.read_lockfile(lockfile)
    if other is not None and health.is_server(other.pid, other.data_dir):
        # Its data directory was removed under it, else it would have been found there.
        health.end([other.pid], ORPHAN_PATIENCE)
    lockfile.unlink(missing_ok=True)
    socket.unlink(missing_ok=True)


def _is_reachable(layout: Layout, server: Server) -> bool:
    # Both change when the data folder is moved, and the socket goes when /tmp is cleaned.
    return (
        Path(server.socket_dir) == layout.socket_dir
        and (layout.socket_dir / SOCKET_NAME).is_socket()
    )


def _prepare_log(path: Path, account: Account) -> int:
    """Return where in the log the coming start begins."""
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        path.unlink()
    path.touch(mode=0o600)
    account.give(path)
    return path.stat().st_size


def _await_ready(layout: Layout, reading: int, offset: int) -> None:
    os.set_blocking(reading, False)
    deadline = time.monotonic() + START_PATIENCE
    while True:
        server = health.read_lockfile(layout.pidfile)
        if server is not None and server.state == "ready":
            return
        if _has_ended(reading):
            raise health.explain(
                "The database does not start", _log_from(layout, offset), layout.home
            )
        if time.monotonic() > deadline:
            raise DatabaseUnavailable(
                f"The database was not ready after {START_PATIENCE:.0f} s.",
                hint=f"It may be recovering: look in {layout.server_log} and try again.",
            )
        time.sleep(_PAUSE)


def _has_ended(reading: int) -> bool:
    try:
        return os.read(reading, 1) == b""
    except BlockingIOError:
        return False


def _log_from(layout: Layout, offset: int) -> str:
    with layout.server_log.open("rb") as file:
        file.seek(offset)
        return file.read().decode(errors="replace")
