"""Making a backup: one moment of the database, the media, and what else is needed, in one file."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, text

from areal.accounts.keys import FILE, derived
from areal.clock import OSLO, now
from areal.database import Role, connect
from areal.database.migrate import current
from areal.errors import ConfigurationError, EnvironmentFault
from areal.operation import programs
from areal.operation.backup.archive import DATABASE, KEY, MEDIA, Writer
from areal.operation.backup.manifest import FORMAT, Manifest
from areal.operation.backup.programs import conninfo, piped
from areal.operation.backup.unnamed import taken, unnamed
from areal.settings import Settings

#: Tables whose rows are left out: who is signed in, which links are open, how often was tried.
#: Brought back, they would let in who has signed out since.
PASSING = ("staff_session", "account_link", "rate_limit")


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    path: Path
    size: int
    rows: int
    media: int
    with_key: bool


def backup(target: Path, settings: Settings, *, with_key: bool = False) -> Made:
    """Write a backup to ``target``, a file that is not there yet or a folder.

    The file appears when it is complete, and only its owner may read it. Raises
    ``EnvironmentFault`` when it can't be written, ``DatabaseUnavailable``.
    """
    path = _path(target)
    with ExitStack() as open_:
        dump = open_.enter_context(unnamed(path.parent))
        whole = open_.enter_context(unnamed(path.parent))
        writer = Writer(whole.file)
        with connect(Role.OWNER, snapshot=True) as connection:
            told = _moment(connection)
            _dump(connection, told, dump.file.fileno())
        writer.add(DATABASE, dump.file)
        media = _media(writer, settings.data_dir / "media")
        if with_key:
            _key(writer, settings)
        writer.finish(_manifest(told, writer, settings, with_key=with_key))
        whole.keep(path)
    return Made(path, path.stat().st_size, sum(told.rows.values()), media, with_key)


@dataclass(frozen=True)
class _Moment:
    revision: str
    server: int
    program: programs.Program
    rows: dict[str, int]
    at: datetime


def _path(target: Path) -> Path:
    path = target.expanduser().absolute()
    if path.is_dir():
        path /= f"areal-{now().astimezone(OSLO):%Y%m%d-%H%M%S}.tar"
    if path.exists() or path.is_symlink():
        raise taken(path)
    if not path.parent.is_dir():
        raise EnvironmentFault(f"There is no folder {path.parent}.", hint="Make it first.")
    return path


def _moment(connection: Connection) -> _Moment:
    revision = current(connection)
    if revision is None:
        raise ConfigurationError("The database is empty.", hint="Run `areal migrate`.")
    server = programs.server_major(connection)
    tables = connection.execute(
        text(
            "SELECT relname FROM pg_class WHERE relnamespace = 'areal'::regnamespace "
            "AND relkind IN ('r', 'p') ORDER BY relname"
        )
    ).scalars()
    rows = {
        name: int(connection.execute(text(f'SELECT count(*) FROM areal."{name}"')).scalar_one())
        for name in tables.all()
        if name not in PASSING
    }
    return _Moment(revision, server, programs.find("pg_dump", server), rows, now())


def _dump(connection: Connection, told: _Moment, number: int) -> None:
    """Dump the moment this transaction sees."""
    snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    arguments = ["--format=custom", "--no-owner", f"--snapshot={snapshot}"]
    # Ours alone: extensions, which only a superuser can make, are there before it is put back.
    arguments += ["--schema=areal", "--schema=published"]
    arguments += [f"--exclude-table-data=areal.{name}" for name in PASSING]
    with (
        open(number, "wb", closefd=False) as file,
        piped(told.program, [*arguments, f"--dbname={conninfo()}"], into=file),
    ):
        pass


def _media(writer: Writer, folder: Path) -> int:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    for path in files:
        with path.open("rb") as file:
            writer.add(MEDIA + path.relative_to(folder).as_posix(), file)
    return len(files)


def _key(writer: Writer, settings: Settings) -> None:
    if settings.secret_key is not None:
        raise ConfigurationError(
            "The key is the setting AREAL_SECRET_KEY, not a file.",
            hint="Leave out --with-key, and keep the setting where you keep other passwords.",
        )
    derived(settings, "backup")
    with (settings.data_dir / FILE).open("rb") as file:
        writer.add(KEY, file)


def key_mark(settings: Settings) -> str:
    """Return what tells one key from another without telling anything else about it."""
    return derived(settings, "mark of the key").hex()[:16]


def _manifest(told: _Moment, writer: Writer, settings: Settings, *, with_key: bool) -> Manifest:
    differing = sorted(
        f"AREAL_{name.upper()}"
        for name, field in Settings.model_fields.items()
        if getattr(settings, name) != field.default
    )
    return Manifest(
        format=FORMAT,
        product=version("areal"),
        made_at=told.at,
        revision=told.revision,
        server=told.server,
        program=told.program.major,
        rows=told.rows,
        key_mark=key_mark(settings),
        with_key=with_key,
        settings=tuple(differing),
        members=writer.members,
    )
