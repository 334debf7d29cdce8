"""What the private cluster says when the machine does not have what it needs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from areal.database.embedded import Cluster, account, binaries, filelock, files, health, layout
from areal.database.embedded.binaries import Binaries
from areal.errors import ArealError, DatabaseUnavailable, EnvironmentFault
from tests.support.clusters import as_user, short_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def refusal(data_dir: Path) -> ArealError:
    """Return the error a start ends with; it must say what to do."""
    with pytest.raises(ArealError) as caught:
        Cluster(data_dir).ensure_running()
    assert caught.value.hint
    return caught.value


def install(root: Path, major: str, *, postgis: bool) -> None:
    """Lay out a PostgreSQL as Debian does."""
    programs = root / "lib" / major / "bin"
    programs.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (programs / name).write_text(f"#!/bin/sh\necho {name}: error: $SAID >&2\nexit 1\n")
        (programs / name).chmod(0o755)
    if postgis:
        control = root / "share" / major / "extension" / "postgis.control"
        control.parent.mkdir(parents=True)
        control.touch()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the root of a machine without any PostgreSQL."""
    monkeypatch.setattr(binaries, "PROGRAMS", tmp_path / "lib")
    monkeypatch.setattr(binaries, "SHARED_FILES", tmp_path / "share")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def test_no_postgresql(machine: Path) -> None:
    with pytest.raises(EnvironmentFault, match="not installed") as caught:
        binaries.find()
    assert "apt-get install postgresql" in (caught.value.hint or "")


def test_no_postgis(machine: Path) -> None:
    install(machine, "16", postgis=False)
    with pytest.raises(EnvironmentFault, match="16 is installed, but not its PostGIS") as caught:
        binaries.find()
    assert "postgresql-16-postgis-3" in (caught.value.hint or "")


def test_too_old(machine: Path) -> None:
    install(machine, "14", postgis=True)
    with pytest.raises(EnvironmentFault, match="PostgreSQL 14 is too old: version 15"):
        binaries.find()


def test_the_newest_with_postgis_is_used_unless_the_files_want_another(machine: Path) -> None:
    for major, postgis in (("9", True), ("15", True), ("16", True), ("17", False)):
        install(machine, major, postgis=postgis)
    assert binaries.find().major == 16
    assert binaries.find(15).major == 15
    with pytest.raises(EnvironmentFault, match="by PostgreSQL 18; installed here: 17, 16, 15, 9"):
        binaries.find(18)


def test_a_postgresql_in_a_place_of_its_own_is_found_through_pg_config(machine: Path) -> None:
    install(machine, "16", postgis=True)
    (machine / "lib").rename(machine / "opt")
    (machine / "bin").mkdir()
    program = machine / "bin" / "pg_config"
    answers = f"{machine}/opt/16/bin\n{machine}/share/16\nPostgreSQL 16.4"
    program.write_text(f"#!/bin/sh\necho '{answers}'\n")
    program.chmod(0o755)
    assert binaries.find() == Binaries(16, machine / "opt" / "16" / "bin", has_postgis=True)


def test_an_initdb_on_a_full_disk_leaves_nothing(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(machine, "16", postgis=True)
    words = "could not write file: No space left on device"
    script = machine / "lib" / "16" / "bin" / "initdb"
    script.write_text(f"#!/bin/sh\necho 'initdb: error: {words}' >&2\nexit 1\n")
    with short_folder() as folder:
        machine.chmod(0o755)
        found = binaries.find()
        copied = shutil.copytree(found.folder, folder / "bin")
        monkeypatch.setattr(binaries, "find", lambda _: Binaries(16, copied, has_postgis=True))
        assert "disk is full" in refusal(folder / "data").message
        assert list((folder / "data" / "cluster").iterdir()) == []


def test_too_little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LEAST_ROOM", 2**60)
    with short_folder() as folder:
        assert "MB are free" in refusal(folder).message
        assert not (folder / "cluster" / "pgdata").exists()


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    error = refusal(tmp_path / "file" / "data")
    assert isinstance(error, EnvironmentFault)
    assert "--data-dir" in (error.hint or "")


@as_root
def test_a_folder_that_is_not_writable() -> None:
    with short_folder() as folder:

        def start() -> str:
            return refusal(folder / "data").message + refusal(folder).message

        said = as_user("nobody", start)
    assert "cannot be made: Permission denied" in said
    assert "is not writable" in said


@as_root
def test_no_account_to_run_as(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "NAME", "no-such-account")
    with short_folder() as folder:
        assert "no account `no-such-account`" in refusal(folder).message


def test_files_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(EnvironmentFault, match="belong to `root`, and this is user number 12345"):
        account.server_account(0)
    with pytest.raises(EnvironmentFault, match="12345 has no name"):
        account.server_account(None)


def test_something_else_in_the_place_of_the_database() -> None:
    with short_folder() as folder:
        other = folder / "cluster" / "pgdata"
        other.mkdir(parents=True)
        (other / "holiday.jpg").touch()
        assert "is no PostgreSQL data directory" in refusal(folder).message
        assert (other / "holiday.jpg").exists()


@pytest.mark.parametrize(
    ("log", "kind", "said"),
    [
        ("PANIC:  could not write: No space left on device", EnvironmentFault, "disk is full"),
        ("FATAL:  could not open: Permission denied", EnvironmentFault, "may not read its own"),
        ("FATAL:  could not map: Cannot allocate memory", EnvironmentFault, "not enough memory"),
        ("LOG:  starting\nFATAL:  bogus data in lock file", DatabaseUnavailable, "bogus data"),
        ("LOG:  starting\nLOG:  redo starts at 0/1", DatabaseUnavailable, "as if it was killed"),
    ],
)
def test_the_servers_own_words_become_advice(log: str, kind: type[ArealError], said: str) -> None:
    error = health.explain("The database does not start", log, Path("/data"))
    assert isinstance(error, kind)
    assert said in error.message
    assert error.hint


def test_a_process_is_told_from_a_server_without_a_look_at_its_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a container root may not see where another account's process works."""
    monkeypatch.setattr(health, "_works_in", lambda _pid, _folder: None)
    commands = {
        1: ["/usr/lib/postgresql/15/bin/postgres", "-D", str(tmp_path)],
        2: ["/usr/lib/postgresql/15/bin/postgres", "-D", "/"],
        3: ["vi", "postgres", "-D", str(tmp_path)],
        4: ["postgres", "-D"],
    }
    monkeypatch.setattr(health, "_arguments", lambda pid: commands.get(pid, []))
    assert [pid for pid in range(6) if health.is_server(pid, tmp_path)] == [1]


def test_the_address_of_a_socket_survives_odd_names() -> None:
    assert layout.Layout(Path("/a,b")).socket_dir.parent == layout.SHORT
    assert layout.Layout(Path("/a b")).socket_dir.parent == layout.SHORT
    assert layout.Layout(Path("/data")).socket_dir == Path("/data/cluster/run")
    assert "port=5432" in Cluster(Path("/data")).url("areal_app")


@as_root
def test_a_socket_folder_of_somebody_else_is_refused() -> None:
    with short_folder() as folder:
        long_name = folder / ("l" * 120)
        socket_dir = Cluster(long_name).layout.socket_dir
        socket_dir.mkdir(mode=0o700)
        shutil.chown(socket_dir, "nobody")
        try:
            assert "belongs to somebody else" in refusal(long_name).message
        finally:
            socket_dir.rmdir()


def test_an_unreadable_file_of_the_cluster_is_no_stack_trace() -> None:
    with short_folder() as folder:
        cluster = Cluster(folder)
        cluster.ensure_running()
        cluster.stop()
        main = cluster.layout.pgdata / "postgresql.conf"
        main.rename(main.with_name("taken"))
        assert "postgresql.conf" in refusal(folder).message
        cluster.reset()


def test_a_lock_held_too_long_ends_in_words(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with (
        filelock.exclusive(lock, 1),
        pytest.raises(EnvironmentFault, match="Another process"),
        filelock.exclusive(lock, 0.1),
    ):
        pass
