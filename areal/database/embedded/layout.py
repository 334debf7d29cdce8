"""Where the files of a cluster lie, and where its socket is."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from areal.database.embedded.account import Account
from areal.errors import EnvironmentFault

#: Holds clusters whose data folder the server's account cannot reach.
ELSEWHERE = Path("/var/lib/areal")
#: Holds socket folders whose ordinary place has too long a name.
SHORT = Path("/tmp")  # noqa: S108 -- folders in it are private (0700) and their owner is checked
#: The kernel allows 107 bytes for the path of a socket; some clients allow less.
LONGEST_SOCKET = 100

PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
#: Characters that neither postgresql.conf nor a connection string gives a meaning of its own.
_PLAIN = re.compile(r"[\w/.+@-]+", re.ASCII)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Layout:
    """The paths of one cluster; every process works them out alike from the data folder."""

    data_dir: Path

    @property
    def use_lock(self) -> Path:
        """Held (shared) by every process that uses the cluster."""
        return self.data_dir / "cluster.lock"

    @property
    def start_lock(self) -> Path:
        """Held (alone) while the cluster is made, started, stopped or removed."""
        return self.data_dir / "cluster.start.lock"

    @property
    def keep_mark(self) -> Path:
        """There while somebody wants the server to outlive the programs that use it."""
        return self.data_dir / "cluster.keep"

    @property
    def pointer(self) -> Path:
        """The cluster's own folder, or a symbolic link to it when it had to lie elsewhere."""
        return self.data_dir / "cluster"

    @property
    def home(self) -> Path:
        """The folder of the cluster's files, with the link followed."""
        return self.pointer.resolve()

    @property
    def pgdata(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "pgdata"

    @property
    def server_log(self) -> Path:
        """What the server writes to its error output."""
        return self.home / "server.log"

    @property
    def pidfile(self) -> Path:
        """The file in which a running server says who it is."""
        return self.pgdata / "postmaster.pid"

    @property
    def socket_dir(self) -> Path:
        """The folder of the socket: in the cluster, or under /tmp when that name will not do."""
        usual = self.home / "run"
        path = os.fsencode(usual / SOCKET_NAME)
        if len(path) <= LONGEST_SOCKET and _PLAIN.fullmatch(str(usual)):
            return usual
        return SHORT / f"areal-{_short_hash(self.home)}"

    @property
    def owner(self) -> int | None:
        """User number that owns the cluster's files, or None when there are none."""
        for folder in (self.pgdata, self.home):
            try:
                return folder.stat().st_uid
            except FileNotFoundError:
                continue
            except PermissionError:
                # Closed to us, so it is the owner of the closed folder that matters.
                return self.home.stat().st_uid
        return None


def prepare_data_dir(data_dir: Path) -> None:
    """Make the data folder; raises ``EnvironmentFault`` when that cannot be done."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        writable = os.access(data_dir, os.W_OK | os.X_OK)
    except OSError as error:
        raise EnvironmentFault(
            f"The data folder {data_dir} cannot be made: {error.strerror}.", hint=_ANOTHER
        ) from error
    if not writable:
        raise EnvironmentFault(f"The data folder {data_dir} is not writable.", hint=_ANOTHER)


_ANOTHER = "Choose another folder with --data-dir or AREAL_DATA_DIR, or change its owner."


def prepare_home(layout: Layout, account: Account) -> None:
    """Make the folder of the cluster's files, private to ``account``."""
    try:
        if not layout.pointer.is_symlink() and not layout.pointer.exists():
            _place(layout, account)
        # A link whose target was removed leads to a new, empty cluster.
        _private_folder(layout.home, account)
    except OSError as error:
        raise EnvironmentFault(
            f"The database folder {layout.home} cannot be made: {error.strerror}.", hint=_ANOTHER
        ) from error
    if not account.can_enter(layout.home):
        raise EnvironmentFault(
            f"The account `{account.name}` cannot reach {layout.home}.", hint=_ANOTHER
        )


def prepare_socket_dir(layout: Layout, account: Account) -> None:
    """Make the folder of the socket; raises ``EnvironmentFault`` when it is somebody else's."""
    folder = layout.socket_dir
    try:
        _private_folder(folder, account)
        found = folder.lstat()
    except OSError as error:
        raise EnvironmentFault(
            f"The socket folder {folder} cannot be made: {error.strerror}.", hint=_ANOTHER
        ) from error
    # Whoever owns the folder could put a server of his own in it and be believed.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise EnvironmentFault(
            f"The socket folder {folder} belongs to somebody else.",
            hint="Remove it, or choose another data folder with --data-dir.",
        )
    if stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        folder.chmod(stat.S_IRWXU)


def _place(layout: Layout, account: Account) -> None:
    if account.can_enter(layout.data_dir):
        return
    ELSEWHERE.mkdir(parents=True, exist_ok=True)
    if not account.can_enter(ELSEWHERE):
        # Made just now under a strict umask.
        ELSEWHERE.chmod(0o755)
    home = _free_folder(layout.data_dir)
    layout.pointer.symlink_to(home)
    _log.warning(
        "The account `%s` cannot reach %s, so the database files lie in %s.",
        account.name,
        layout.data_dir,
        home,
    )


def _free_folder(data_dir: Path) -> Path:
    # A folder of that name may hold the cluster of a data folder that was moved: leave it alone.
    name = _short_hash(data_dir)
    number = 1
    while (folder := ELSEWHERE / f"{name}-{number}").exists():
        _log.warning("%s is left from an earlier data folder; remove it if that is gone.", folder)
        number += 1
    return folder


def _private_folder(folder: Path, account: Account) -> None:
    try:
        folder.mkdir(mode=stat.S_IRWXU, parents=True)
    except FileExistsError:
        # Ours, left between the two steps below by a process that was killed.
        left_over = folder.lstat()
        if stat.S_ISDIR(left_over.st_mode) and left_over.st_uid == os.geteuid() == 0:
            account.give(folder)
    else:
        account.give(folder)


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
