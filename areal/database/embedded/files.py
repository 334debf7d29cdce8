"""Making and removing the data directory of a cluster."""

from __future__ import annotations

import errno
import logging
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from areal.database.embedded.account import Account
from areal.database.embedded.binaries import Binaries
from areal.database.embedded.bootstrap import SUPERUSER
from areal.database.embedded.health import explain
from areal.database.embedded.layout import Layout
from areal.errors import EnvironmentFault

#: A fresh cluster with PostGIS takes about 100 MB; the rest is for the catalogue.
LEAST_ROOM = 300 * 1024 * 1024

#: How long to wait for an orphaned ``initdb`` to give up, in seconds.
CLEAR_PATIENCE = 10.0

_HALF_MADE = "pgdata.new-"
_log = logging.getLogger(__name__)


def data_version(layout: Layout) -> int | None:
    """Return the major version that made the data directory, or None when there is none.

    Raises ``EnvironmentFault`` when the folder is there but is no data directory.
    """
    try:
        return int((layout.pgdata / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        if not layout.pgdata.exists() or not any(layout.pgdata.iterdir()):
            return None
    except (ValueError, PermissionError):
        pass  # the same answer as below
    raise EnvironmentFault(
        f"{layout.pgdata} is no PostgreSQL data directory: PG_VERSION is missing or unreadable.",
        hint="Put the folder back from a copy, or start over with `areal demo --reset`.",
    )


def create(layout: Layout, account: Account, binaries: Binaries) -> None:
    """Run ``initdb``; the data directory appears whole or not at all."""
    for left_over in layout.home.glob(f"{_HALF_MADE}*"):
        _clear(left_over)
    room = shutil.disk_usage(layout.home).free
    if room < LEAST_ROOM:
        raise EnvironmentFault(
            f"Only {room // 1024**2} MB are free on the disk that holds {layout.home}.",
            hint="Make room (300 MB), or choose a folder on another disk with --data-dir.",
        )
    _log.info("Making the database cluster in %s.", layout.home)
    new = Path(tempfile.mkdtemp(prefix=_HALF_MADE, dir=layout.home))
    account.give(new)
    try:
        _initdb(new, account, binaries)
        new.rename(layout.pgdata)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Remove a folder, also while an ``initdb`` whose parent was killed still writes into it.

    Finding its folder gone, that ``initdb`` gives up within moments.
    """
    until = time.monotonic() + CLEAR_PATIENCE
    while True:
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            if not folder.exists():
                return
        except OSError as error:
            if error.errno != errno.ENOTEMPTY or time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _initdb(folder: Path, account: Account, binaries: Binaries) -> None:
    command = [binaries.program("initdb"), "--pgdata", str(folder), "--username", SUPERUSER]
    # The same everywhere: sorting by code point, Norwegian order where a query asks for it.
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--data-checksums"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **account.options)
    if done.returncode != 0:
        said = done.stderr + done.stdout
        raise explain(
            "The database cluster cannot be made",
            said,
            folder.parent,
            hint="Nothing was kept of the attempt; put the cause right and run the command again.",
        )


def repair_ownership(layout: Layout, account: Account) -> None:
    """Give the files back to the server's account and close them to others, where that is needed.

    A copy made by root loses the owner, and PostgreSQL refuses files of another account.
    """
    if layout.pgdata.stat().st_uid != account.uid:
        _log.warning("Giving %s back to the account `%s`.", layout.home, account.name)
        account.give_tree(layout.home)
    if layout.pgdata.stat().st_mode & 0o077:
        layout.pgdata.chmod(0o700)


def remove(layout: Layout) -> None:
    """Remove the cluster's files, its socket folder, and the link to them."""
    home, socket_dir = layout.home, layout.socket_dir
    try:
        for folder in (socket_dir, home):
            if folder.exists():
                _clear(folder)
        if layout.pointer.is_symlink():
            layout.pointer.unlink()
    except OSError as error:
        raise EnvironmentFault(
            f"{home} cannot be removed: {error.strerror}.",
            hint="Remove it as the user that made it, or as root.",
        ) from error
