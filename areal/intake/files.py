"""The folder of files sent in: names of our own, gone after the days that are set."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from time import time
from typing import IO

from sqlalchemy import Connection, text

from areal.errors import EnvironmentFault
from areal.settings import Settings

_CHUNK = 1 << 20
_LONGEST_NAME = 120
_HOUR = 3_600


def folder(settings: Settings) -> Path:
    """Return the folder, readable by us alone."""
    path = settings.data_dir / "uploads"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(source: IO[bytes], settings: Settings) -> tuple[str, int]:
    """Write what was sent to a file of a name nobody can guess; return that name and the bytes."""
    name = secrets.token_hex(16)
    path = folder(settings) / name
    try:
        with path.open("xb") as file:
            shutil.copyfileobj(source, file, _CHUNK)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise EnvironmentFault(
            f"The file could not be kept: {error.strerror}.", hint="Try again later."
        ) from error
    return name, path.stat().st_size


def plain_name(given: str) -> str:
    """Return the last part of a name somebody's machine gave a file, as text for people only."""
    last = given.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return shown[-_LONGEST_NAME:] or "fil"


def forget(name: str, settings: Settings) -> None:
    """Remove a file that was sent in."""
    if name:
        (folder(settings) / name).unlink(missing_ok=True)


def expire(connection: Connection, settings: Settings) -> int:
    """Remove the files that are out of date, with what was read of them; return how many."""
    gone = connection.execute(
        text(
            "UPDATE areal.import_job SET stored_as = '', headings = NULL, "
            "state = CASE WHEN state IN ('loaded', 'undone') THEN state ELSE 'removed' END "
            "WHERE stored_as <> '' AND created_at < now() - make_interval(days => :days) "
            "RETURNING stored_as"
        ),
        {"days": settings.upload_days},
    )
    count = len(gone.all())
    known = set(connection.execute(text("SELECT stored_as FROM areal.import_job")).scalars().all())
    for path in folder(settings).iterdir():
        # A file that belongs to nothing may have been sent just now.
        if path.name not in known and path.is_file() and time() - path.stat().st_mtime > _HOUR:
            path.unlink(missing_ok=True)
    return count
