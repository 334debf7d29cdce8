"""The machine: room on the disk, the clock, the programs a backup needs."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from areal.database import Role, connect
from areal.errors import EnvironmentFault
from areal.operation import programs as client
from areal.operation.findings import Finding
from areal.settings import Settings

_GB = 1024**3
_LEAST_BYTES = 2 * _GB
_LEAST_SHARE = 0.05
#: A second-factor code holds for half a minute, so more than this lets people stand outside.
_APART = 5.0


def disk(settings: Settings) -> Iterator[Finding]:
    """Tell of the room where the data folder is, and whether it can be written to."""
    folder = _existing(settings.data_dir.expanduser().resolve())
    room = shutil.disk_usage(folder)
    values = {
        "folder": str(settings.data_dir),
        "free": round(room.free / _GB, 1),
        "percent": round(100 * room.free / room.total),
    }
    low = room.free < _LEAST_BYTES or room.free < _LEAST_SHARE * room.total
    yield Finding("disk", "warning" if low else "ok", "disk_low" if low else "disk_ok", values)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("disk", "fault", "folder_not_ours", values)


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.is_dir())


def clock(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 - every check is called alike
    """Compare our clock with the database's, and look at the zone days are reckoned in."""
    with connect(Role.APP) as connection:
        before = time.time()
        there, zone = connection.execute(
            text("SELECT extract(epoch FROM clock_timestamp()), current_setting('timezone')")
        ).one()
        here = (before + time.time()) / 2
    apart = abs(float(there) - here)
    level, code = ("warning", "clock_differs") if apart > _APART else ("ok", "clock_ok")
    yield Finding("clock", level, code, {"seconds": round(apart, 1)})  # type: ignore[arg-type]
    if zone != "Europe/Oslo":
        yield Finding("clock", "fault", "zone_wrong", {"zone": zone})


def programs(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Look for a pg_dump that can read this server."""
    with connect(Role.APP) as connection:
        major = client.server_major(connection)
    try:
        found = client.find("pg_dump", major)
    except EnvironmentFault:
        yield Finding("programs", "warning", "programs_missing", {"version": str(major)})
    else:
        yield Finding("programs", "ok", "programs_ok", {"version": str(found.major)})
