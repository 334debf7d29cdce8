"""The cluster as the rest of the product sees it: running, or not; used, or not."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import URL

from areal.database.embedded import binaries, bootstrap, configuration, filelock, files, server
from areal.database.embedded.account import server_account
from areal.database.embedded.health import explain
from areal.database.embedded.layout import (
    PORT,
    Layout,
    prepare_data_dir,
    prepare_home,
    prepare_socket_dir,
)
from areal.errors import EnvironmentFault

#: How long to wait for another process that starts or stops the same cluster, in seconds.
LOCK_PATIENCE = server.START_PATIENCE + server.STOP_PATIENCE

DATABASE = "areal"

_PAUSE = 0.05


@dataclass(frozen=True)
class Status:
    """What there is to tell about a cluster without connecting to it."""

    running: bool
    pid: int | None
    #: Major version of PostgreSQL that made the files; None when there are none.
    version: int | None
    home: Path
    socket_dir: Path
    server_log: Path


class Cluster:
    """A PostgreSQL server of our own, whose files lie in ``data_dir``.

    Not used when AREAL_DATABASE_URL names a server; that choice is the caller's.
    """

    def __init__(self, data_dir: Path) -> None:
        self.layout = Layout(Path(data_dir).expanduser().resolve())

    def ensure_running(self, *, keep: bool = False) -> None:
        """Make the cluster if there is none, start it if it is down, complete its database.

        Safe to call from several processes at once. Remains of a server that was killed are
        cleared first. With ``keep`` the last user does not stop it; only ``stop`` does.
        Raises ``EnvironmentFault`` or ``DatabaseUnavailable`` with a hint.
        """
        layout = self.layout
        prepare_data_dir(layout.data_dir)
        with self._starting():
            self._run_with(DATABASE)
            if keep:
                layout.keep_mark.touch()

    def ensure_database(self, name: str) -> None:
        """Make a further database like ``areal``, empty; the server is started when it is down."""
        prepare_data_dir(self.layout.data_dir)
        with self._starting():
            self._run_with(name)

    def stop(self) -> None:
        """Stop the server, if it runs; connections are cut, committed rows stay."""
        if self.layout.data_dir.is_dir():
            with self._starting():
                self.layout.keep_mark.unlink(missing_ok=True)
                server.stop(self.layout)

    def status(self) -> Status:
        """Tell whether the server runs, and where its files are."""
        layout = self.layout
        found = server.running(layout)
        return Status(
            running=found is not None,
            pid=found.pid if found else None,
            version=files.data_version(layout),
            home=layout.home,
            socket_dir=layout.socket_dir,
            server_log=layout.server_log,
        )

    def url(self, user: str, database: str = DATABASE) -> str:
        """Return the SQLAlchemy address of ``database`` for the log-in ``user``.

        Settled once the cluster has been made; it stays the same from then on.
        """
        # The port is named because PGPORT in somebody's environment would otherwise count.
        query = {"host": str(self.layout.socket_dir), "port": str(PORT)}
        address = URL.create("postgresql+psycopg", username=user, database=database, query=query)
        return address.render_as_string(hide_password=False)

    def reset(self) -> None:
        """Stop the server and remove the cluster with everything in it.

        Raises ``EnvironmentFault`` when another process is using it.
        """
        layout = self.layout
        if not layout.data_dir.is_dir():
            return
        in_use = filelock.open_lock(layout.use_lock)
        try:
            if not filelock.try_exclusive(in_use):
                raise EnvironmentFault(
                    f"The database in {layout.data_dir} is in use.",
                    hint="Stop the other program that uses it, then start over.",
                )
            with self._starting():
                layout.keep_mark.unlink(missing_ok=True)
                server.stop(layout)
                files.remove(layout)
        finally:
            os.close(in_use)

    def _run_with(self, database: str) -> None:
        began = time.monotonic()
        while True:
            if not server.attach(self.layout):
                try:
                    self._start()
                except OSError as error:
                    raise explain(
                        "The database does not start", str(error), self.layout.home
                    ) from error
            try:
                return bootstrap.ensure_database(self.layout, database)
            except psycopg.Error as error:
                # The server may have been killed since we looked, or be starting over because
                # one of its processes was.
                if time.monotonic() - began > bootstrap.patience(error):
                    reason = str(error).strip().splitlines()[0]
                    raise explain(
                        f"The database `{database}` cannot be made ready", reason, self.layout.home
                    ) from error
            time.sleep(_PAUSE)

    def _start(self) -> None:
        layout = self.layout
        account = server_account(layout.owner)
        prepare_home(layout, account)
        version = files.data_version(layout)
        programs = binaries.find(version)
        if version is None:
            files.create(layout, account, programs)
        files.repair_ownership(layout, account)
        prepare_socket_dir(layout, account)
        configuration.write(layout)
        server.start(layout, account, programs)

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with filelock.exclusive(self.layout.start_lock, LOCK_PATIENCE):
            yield


@contextmanager
def using_cluster(data_dir: Path) -> Iterator[Cluster]:
    """Use the cluster of ``data_dir``: it runs inside the block, and the last user out stops it.

    A program that is killed leaves the server running; the next user finds it and goes on.
    """
    cluster = Cluster(data_dir)
    layout = cluster.layout
    prepare_data_dir(layout.data_dir)
    entered_by = os.getpid()
    lock = filelock.open_lock(layout.use_lock)
    try:
        # Waits only while the last user of before is stopping the server.
        filelock.wait_shared(lock, LOCK_PATIENCE)
        cluster.ensure_running()
        yield cluster
    finally:
        # A forked worker leaves through here too, but the cluster is its parent's to stop.
        if os.getpid() == entered_by:
            try:
                if filelock.try_exclusive(lock) and not layout.keep_mark.exists():
                    cluster.stop()
            finally:
                os.close(lock)
