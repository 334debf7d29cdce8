"""What a person is told when a command fails: what is wrong, and the way out."""

from __future__ import annotations

import errno
import os
import tempfile
import traceback
from pathlib import Path

import click
from pydantic import ValidationError

from areal.errors import ArealError

#: SQLSTATE classes and codes that say something about the installation.
_SQL = {
    "53100": ("The disk of the database is full.", "Free some space and run the command again."),
    "53200": ("The database is out of memory.", "Close other programs, or give it more memory."),
    "53300": ("The database has no free connection.", "Stop other programs that use it."),
    "55P03": ("Another process holds what this command needs.", "Wait for it and try again."),
    "57014": ("A statement was cancelled, or took longer than it may.", "Run it again."),
    "42501": ("The database refuses this to the role used.", "Check the AREAL_*_DATABASE_URL."),
    "42P01": ("The database has not been set up.", "Run `areal migrate`."),
    "3F000": ("The database has not been set up.", "Run `areal migrate`."),
}


def explain(error: Exception) -> int:
    """Print ``error`` for a person and return the exit status; the trace goes to a file."""
    message, hint = _told(error)
    click.secho(message, fg="red", err=True)
    if hint:
        click.echo(hint, err=True)
    return 1


def _told(error: Exception) -> tuple[str, str | None]:
    if isinstance(error, ArealError):
        return error.message, error.hint
    if isinstance(error, ValidationError):
        return _setting(error)
    # A COPY is spoken to by the driver, whose errors nobody has wrapped.
    sqlstate = getattr(getattr(error, "orig", error), "sqlstate", None)
    if sqlstate in _SQL:
        return _SQL[sqlstate]
    if type(error).__name__ == "OperationalError":
        return "The connection to the database was lost.", "Start it: `areal db start`."
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full.", "Free some space and run the command again."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}.", "Choose another file or folder."
    if type(error).__name__ == "ArgumentError":
        return "A database address can't be read.", "Check the AREAL_*_DATABASE_URL settings."
    if type(error).__module__.startswith("alembic"):
        return (
            f"The database does not fit this version of the program: {error}",
            "Use the version that made it, or a newer one.",
        )
    return (
        f"Something unforeseen went wrong: {type(error).__name__}.",
        f"Nothing half-done was kept. Details for a bug report: {_kept(error)}",
    )


def _setting(error: ValidationError) -> tuple[str, str | None]:
    first = error.errors()[0]
    if not first["loc"]:
        told = first["msg"].removeprefix("Value error, ")
        return f"The settings can't be used: {told}.", "Correct it in the environment or in .env."
    name = "_".join(str(step) for step in first["loc"]).upper()
    return (
        f"The setting AREAL_{name} can't be used: {first['msg']}.",
        "Correct it in the environment or in .env.",
    )


def _kept(error: Exception) -> Path:
    handle, name = tempfile.mkstemp(prefix="areal-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exception(error, file=file)
    return Path(name)
