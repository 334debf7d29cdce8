"""A backup holds everything and is put back whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from areal.cli import backup as backup_cli
from areal.cli import restore as restore_cli
from areal.database import Role, connect
from areal.errors import ArealError, ConfigurationError, EnvironmentFault, InputError
from areal.operation.backup.make import PASSING, backup
from areal.operation.backup.put_back import restore, verify
from areal.settings import get_settings
from tests.support.staff import with_password

PICTURES = {"støa/øst 1.jpg": b"\xff\xd8 one", "plan.pdf": b"%PDF" * 40_000, "empty.txt": b""}


def checksums() -> dict[str, str]:
    """Return a checksum of every row of every table, and of what else a database consists of."""
    with connect(Role.OWNER) as owner:
        names = owner.execute(
            text(
                "SELECT format('%I.%I', relnamespace::regnamespace, relname) FROM pg_class "
                "WHERE relkind IN ('r', 'p') AND (relnamespace = 'areal'::regnamespace "
                "OR oid = 'public.alembic_version'::regclass)"
            )
        ).scalars()
        found = {
            name: owner.execute(
                text(f"SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM {name} AS t")
            ).scalar_one()
            for name in names.all()
            if name.partition(".")[2] not in PASSING
        }
        for name, query in {
            "views": "SELECT md5(string_agg(viewname || definition, '' "
            "ORDER BY schemaname, viewname)) "
            "FROM pg_views WHERE schemaname IN ('areal', 'published')",
            "functions": "SELECT md5(string_agg(p.oid::regprocedure || prosrc "
            "|| coalesce(proacl::text, ''), '' ORDER BY p.oid::regprocedure::text)) "
            "FROM pg_proc AS p WHERE pronamespace = 'areal'::regnamespace",
            "rights": "SELECT md5(string_agg(relname || (SELECT string_agg(a::text, ',' ORDER BY "
            "a::text) FROM unnest(coalesce(relacl, acldefault('r', relowner))) AS a), '' "
            "ORDER BY relnamespace::regnamespace::text, relname)) FROM pg_class "
            "WHERE relkind IN ('r', 'v') AND relnamespace IN "
            "('areal'::regnamespace, 'published'::regnamespace)",
            "policies": "SELECT md5(string_agg(p::text, '' ORDER BY p::text)) FROM pg_policies p",
            "indexes": "SELECT md5(string_agg(indexdef, '' ORDER BY indexdef)) FROM pg_indexes "
            "WHERE schemaname = 'areal'",
            "triggers": "SELECT md5(string_agg(pg_get_triggerdef(t.oid), '' ORDER BY "
            "pg_get_triggerdef(t.oid))) FROM pg_trigger AS t WHERE NOT tgisinternal",
            "sequences": "SELECT md5(string_agg(sequencename || last_value, '' "
            "ORDER BY sequencename)) FROM pg_sequences WHERE schemaname = 'areal'",
            "mark": "SELECT obj_description('published'::regnamespace, 'pg_namespace')",
        }.items():
            found[name] = owner.execute(text(query)).scalar_one()
        return found


def media_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def furnished(sample_database: str, tmp_path: Path, monkeypatch: Any) -> Iterator[Path]:
    """Return a data folder with media and a key, beside a database with people in it."""
    folder = tmp_path / "data"
    for name, content in PICTURES.items():
        path = folder / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.setenv("AREAL_DATA_DIR", str(folder))
    get_settings.cache_clear()
    with_password("a@grue.example", ("editor", "3417"))
    yield folder
    get_settings.cache_clear()


@pytest.fixture
def elsewhere(server: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[Path]:
    """Use an empty database and an empty data folder, once ``furnished`` has been left."""
    name = server.create()
    folder = tmp_path / "other"
    folder.mkdir()
    with server.use(name):
        monkeypatch.setenv("AREAL_DATA_DIR", str(folder))
        get_settings.cache_clear()
        yield folder
    server.drop(name)


@pytest.fixture
def made(furnished: Path, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """Return a backup, and the checksums of what it was made of."""
    path = tmp_path / "all.tar"
    backup(path, get_settings(), with_key=True)
    return path, checksums()


def test_everything_comes_back_the_same(made, elsewhere, furnished):
    path, before = made
    done = restore(path, get_settings())
    assert checksums() == before
    assert media_of(elsewhere / "media") == media_of(furnished / "media")
    assert len(media_of(elsewhere / "media")) == 3
    assert (elsewhere / "staff.key").read_bytes() == (furnished / "staff.key").read_bytes()
    assert done.key_fits
    assert not done.behind
    assert path.stat().st_mode & 0o777 == 0o600


def test_who_was_signed_in_is_not_brought_back(furnished, tmp_path, request):
    from areal.accounts import sessions  # noqa: PLC0415

    with connect(Role.APP) as connection:
        number = connection.execute(text("SELECT account_id FROM areal.account")).scalar_one()
        sessions.open_session(connection, number, "in")
    path = tmp_path / "all.tar"
    backup(path, get_settings())
    request.getfixturevalue("elsewhere")
    assert not restore(path, get_settings()).key_fits
    with connect(Role.OWNER) as owner:
        for table in PASSING:
            assert not owner.execute(text(f"SELECT count(*) FROM areal.{table}")).scalar_one()
        assert owner.execute(text("SELECT count(*) FROM areal.account")).scalar_one() == 1


def test_a_database_that_is_not_empty_is_replaced_only_when_told_to(made, furnished):
    path, before = made
    with connect(Role.OWNER) as owner:
        owner.execute(text("CREATE TABLE areal.later (x integer)"))
        owner.execute(text("DELETE FROM areal.audit_log"))
    (furnished / "media" / "new.jpg").write_bytes(b"new")
    (furnished / "media" / "plan.pdf").write_bytes(b"changed")
    changed = checksums()
    with pytest.raises(ConfigurationError, match="not empty"):
        restore(path, get_settings())
    assert checksums() == changed
    restore(path, get_settings(), replace=True)
    assert checksums() == before
    assert set(media_of(furnished / "media")) == set(PICTURES)
    assert (furnished / "media" / "plan.pdf").read_bytes() == PICTURES["plan.pdf"]


def test_nothing_is_written_over_and_no_half_file_appears(made, furnished, tmp_path):
    path, _ = made
    content = path.read_bytes()
    with pytest.raises(EnvironmentFault, match="exists already"):
        backup(path, get_settings())
    assert path.read_bytes() == content
    full = tmp_path / "folder"
    full.mkdir()
    backup(full, get_settings())
    names = [entry.name for entry in full.iterdir()]
    assert len(names) == 1
    assert names[0].startswith("areal-")
    with pytest.raises(EnvironmentFault, match="no folder"):
        backup(tmp_path / "nowhere" / "x.tar", get_settings())


def test_a_backup_that_was_cut_or_changed_anywhere_is_refused(made, elsewhere):
    path, _ = made
    whole = path.read_bytes()
    broken = path.with_name("broken.tar")
    size = len(whole)
    for cut in (0, 1, 512, 700, size // 3, size // 2, size - 10_240, size - 512, size - 1):
        broken.write_bytes(whole[:cut])
        with pytest.raises(InputError):
            restore(broken, get_settings())
    for at in (*range(0, size, size // 40), size - 20_000, size - 1, size - 9_000):
        flipped = bytearray(whole)
        flipped[at] ^= 0x01
        broken.write_bytes(flipped)
        with pytest.raises(InputError):
            verify(broken)
    broken.write_bytes(whole + b"more")
    with pytest.raises(InputError):
        verify(broken)
    with connect(Role.OWNER) as owner:
        assert owner.execute(text("SELECT to_regnamespace('areal')")).scalar_one() is None
    assert not (elsewhere / "media").exists()
    assert verify(path).rows["parcel"] > 0


def test_a_restore_that_fails_in_the_middle_changes_nothing(made, furnished, monkeypatch):
    path, _ = made
    with connect(Role.OWNER) as owner:
        owner.execute(text("DELETE FROM areal.audit_log"))
    before = checksums()
    manifest = verify(path)
    wrong = manifest.model_copy(update={"rows": {**manifest.rows, "parcel": 1}})
    monkeypatch.setattr("areal.operation.backup.archive.parsed", lambda _text, _name: wrong)
    with pytest.raises(ArealError, match="parcel: rows are missing"):
        restore(path, get_settings(), replace=True)
    assert checksums() == before


def wait_for(program: str, *, there: bool = True) -> None:
    """Wait until a program is connected to this database, or no longer is."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connect(Role.OWNER) as owner:
            count = owner.execute(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name "
                    "AND datname = current_database()"
                ),
                {"name": program},
            ).scalar_one()
        if bool(count) == there:
            return
        time.sleep(0.02)
    raise AssertionError(program)


@pytest.mark.slow
def test_killed_in_the_middle_nothing_half_is_left(made, furnished, tmp_path):
    path, whole = made
    with connect(Role.OWNER) as owner:
        owner.execute(text("DELETE FROM areal.audit_log"))
    before = checksums()
    folder = tmp_path / "backups"
    folder.mkdir()
    into, out_of = ("backup", str(folder)), ("restore", str(path), "--replace")
    killed = 0
    for words, program, wait in (
        (into, "pg_dump", 0.0),
        (into, "pg_dump", 0.1),
        (out_of, "psql", 0.0),
        (out_of, "psql", 0.1),
        (out_of, "psql", 0.3),
    ):
        running = subprocess.Popen(
            [sys.executable, "-c", "from areal.cli import main; main()", *words],
            env={**os.environ, "AREAL_DATA_DIR": str(furnished)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(program)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        wait_for(program, there=False)
    assert killed >= 3
    for entry in folder.iterdir():
        verify(entry)
    after = checksums()
    # As it was; or, if the last one was done already, wholly as the backup has it.
    assert after in (before, whole)
    for name, content in PICTURES.items():
        assert (furnished / "media" / name).read_bytes() == content


def test_the_commands_say_what_to_do(made, furnished, tmp_path):
    path, _ = made
    run = CliRunner().invoke
    told = run(backup_cli.command, [str(tmp_path / "two.tar")])
    assert told.exit_code == 0, told.output
    assert "The key is not in it" in told.output
    assert "whole" in run(restore_cli.command, [str(path), "--check"]).output
    done = run(restore_cli.command, [str(path), "--replace"])
    assert done.exit_code == 0, done.output
    assert "areal doctor" in done.output


def test_a_backup_of_a_newer_program_is_refused(made, monkeypatch):
    monkeypatch.setattr("areal.operation.backup.put_back.known", lambda _revision: False)
    with pytest.raises(ConfigurationError, match="does not know"):
        restore(made[0], get_settings(), replace=True)
