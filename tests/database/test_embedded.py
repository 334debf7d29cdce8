"""The private cluster in ordinary life and after every kind of accident."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from areal.database.embedded import Cluster, layout, using_cluster
from areal.errors import EnvironmentFault
from tests.support.clusters import as_user, connection, kill_server, short_folder, value

pytestmark = pytest.mark.slow
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

USE = """
import sys, time
from pathlib import Path
from areal.database.embedded import using_cluster
with using_cluster(Path(sys.argv[1])) as cluster:
    print(cluster.status().pid, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """Make a cluster once; every test must leave it in a state the next can go on from."""
    with short_folder() as folder:
        Cluster(folder).ensure_running()
        yield folder
        Cluster(folder).reset()


@pytest.fixture
def cluster(data_dir: Path) -> Iterator[Cluster]:
    """Give the module's cluster, down at the start and at the end of the test."""
    found = Cluster(data_dir)
    found.stop()
    yield found
    found.stop()


@pytest.fixture
def fresh() -> Iterator[Path]:
    """Give a folder without a cluster."""
    with short_folder() as folder:
        yield folder
        Cluster(folder).reset()


def start_user(folder: Path) -> subprocess.Popen[str]:
    """Start a second program that uses the cluster until it reads a line."""
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(program: subprocess.Popen[str]) -> int:
    assert program.stdout is not None
    return int(program.stdout.readline())


# ------------------------------------------------------------------ ordinary life


def test_a_cold_start_makes_everything_the_product_needs(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Settings of a person's own PostgreSQL must not reach ours.
    for name in ("PGPORT", "PGDATA", "PGHOST", "PGUSER", "PGDATABASE"):
        monkeypatch.setenv(name, "1")
    with using_cluster(fresh) as cluster:
        assert value(cluster, "SELECT current_user || ' ' || current_database()") == (
            "areal_owner areal"
        )
        assert value(cluster, "SELECT ST_Area(ST_MakeEnvelope(0, 0, 2, 3, 25833))") == 6
        assert value(cluster, "SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql'") == 4
        assert value(cluster, "SELECT count(*) FROM pg_roles WHERE rolname ~ '^areal_'") == 4
        assert not value(
            cluster, "SELECT bool_or(rolsuper) FROM pg_roles WHERE rolname ~ '^areal_'"
        )
        settings = {
            name: value(cluster, f"SHOW {name}") for name in ("listen_addresses", "jit", "fsync")
        }
        assert settings == {"listen_addresses": "", "jit": "off", "fsync": "on"}
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", layout.PORT), timeout=1).close()
        folder = cluster.status().socket_dir
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            value(cluster, "SELECT count(*) FROM spatial_ref_sys", user="areal_public")
    assert not cluster.status().running
    cluster.reset()
    assert not (fresh / "cluster").exists()
    assert cluster.status().version is None


def test_the_last_user_out_stops_the_server(data_dir: Path) -> None:
    with using_cluster(data_dir) as outer:
        began = time.monotonic()
        with using_cluster(data_dir) as inner:
            assert inner.status().pid == outer.status().pid
        assert time.monotonic() - began < 1
        assert outer.status().running
        assert value(outer, "SELECT 1") == 1
    assert not outer.status().running


def test_a_server_started_to_stay_stays_until_it_is_stopped(cluster: Cluster) -> None:
    cluster.ensure_running(keep=True)
    with using_cluster(cluster.layout.data_dir):
        pass
    assert cluster.status().running
    cluster.stop()
    assert not cluster.status().running


def test_programs_that_start_together_share_one_server(cluster: Cluster) -> None:
    programs = [start_user(cluster.layout.data_dir) for _ in range(3)]
    assert len({first_line(program) for program in programs}) == 1
    for program in programs:
        program.communicate("\n", timeout=30)
    assert not cluster.status().running


def test_a_forked_worker_that_leaves_does_not_stop_its_parents_server(data_dir: Path) -> None:
    child = 0
    with using_cluster(data_dir) as cluster:
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            assert value(cluster, "SELECT 1") == 1
    if child == 0:
        os._exit(0)
    assert not cluster.status().running


def test_a_further_database_is_made_like_the_first(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.ensure_database("another")
    cluster.ensure_database("another")
    with connection(cluster, "areal_owner", "another") as opened:
        assert opened.execute("SELECT ST_SRID(ST_Point(0, 0, 25833))").fetchone() == (25833,)


def test_a_moved_data_folder_works_on_even_while_the_server_runs(fresh: Path) -> None:
    cluster = Cluster(fresh / "before")
    cluster.ensure_running()
    with connection(cluster) as opened:
        opened.execute("CREATE SCHEMA moved")
    pid = cluster.status().pid
    (fresh / "before").rename(fresh / "after")
    moved = Cluster(fresh / "after")
    moved.ensure_running()
    assert moved.status().pid != pid
    assert value(moved, "SELECT 1 FROM pg_namespace WHERE nspname = 'moved'") == 1
    moved.reset()


@as_root
def test_an_ordinary_user_runs_it_as_himself_and_root_joins_him(fresh: Path) -> None:
    shutil.chown(fresh, "nobody")

    def live() -> int:
        with using_cluster(fresh) as cluster:
            assert value(cluster, "SELECT 1") == 1
            return cluster.layout.pgdata.stat().st_uid

    owner = as_user("nobody", live)
    assert owner == fresh.stat().st_uid
    with using_cluster(fresh) as cluster:
        pid = cluster.status().pid
        assert Path(f"/proc/{pid}").stat().st_uid == owner
    assert as_user("nobody", live) == owner


# ------------------------------------------------------------------ killed


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "head only"])
def test_a_killed_server_is_started_again(cluster: Cluster, whole: bool) -> None:
    cluster.ensure_running()
    with connection(cluster) as opened:
        opened.execute("CREATE TABLE IF NOT EXISTS public.kept (n int)")
        opened.execute("INSERT INTO public.kept VALUES (1)")
        before = opened.execute("SELECT count(*) FROM public.kept").fetchone()
    # A child that is busy does not notice that its server has gone.
    busy = threading.Thread(target=_work_on, args=[cluster], daemon=True)
    busy.start()
    time.sleep(0.2)
    pid = kill_server(cluster, whole=whole)
    assert not cluster.status().running
    began = time.monotonic()
    cluster.ensure_running()
    assert time.monotonic() - began < 10
    assert cluster.status().pid != pid
    assert before == (value(cluster, "SELECT count(*) FROM public.kept"),)
    busy.join(timeout=10)


def _work_on(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError), connection(cluster) as opened:
        opened.execute("SELECT count(*) FROM generate_series(1, 100000000)")


def test_a_lost_connection_process_is_waited_for(cluster: Cluster) -> None:
    """The server starts over by itself then, and refuses connections for a moment."""
    cluster.ensure_running()
    with connection(cluster) as opened:
        os.kill(opened.info.backend_pid, signal.SIGKILL)
        cluster.ensure_running()
        assert value(cluster, "SELECT 1") == 1


def test_a_killed_program_leaves_a_server_the_next_one_takes_over(cluster: Cluster) -> None:
    program = start_user(cluster.layout.data_dir)
    pid = first_line(program)
    program.kill()
    program.communicate()
    assert cluster.status().pid == pid
    with using_cluster(cluster.layout.data_dir) as taken_over:
        assert taken_over.status().pid == pid
    assert not cluster.status().running


def test_a_stale_number_that_belongs_to_another_process_is_no_server(cluster: Cluster) -> None:
    cluster.ensure_running()
    pid = kill_server(cluster, whole=True)
    account = cluster.layout.owner
    # The same account as the server's: PostgreSQL itself gives up on such a number.
    with subprocess.Popen(["sleep", "60"], user=account) as other:
        lockfile = cluster.layout.pidfile
        lockfile.write_text(lockfile.read_text().replace(str(pid), str(other.pid), 1))
        assert not cluster.status().running
        cluster.ensure_running()
        assert value(cluster, "SELECT 1") == 1
        cluster.stop()
        assert other.poll() is None
        other.kill()


@pytest.mark.parametrize("text", ["", "nonsense\n", "0\n"])
def test_a_torn_pid_file_is_no_hindrance(cluster: Cluster, text: str) -> None:
    cluster.layout.pidfile.write_text(text)
    cluster.ensure_running()
    assert value(cluster, "SELECT 1") == 1


def test_a_removed_socket_brings_a_new_start(cluster: Cluster) -> None:
    cluster.ensure_running()
    (cluster.status().socket_dir / layout.SOCKET_NAME).unlink()
    cluster.ensure_running()
    assert value(cluster, "SELECT 1") == 1


# ------------------------------------------------------------------ folders


def test_a_half_finished_initdb_is_swept_away(fresh: Path) -> None:
    half = fresh / "cluster" / "pgdata.new-killed"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15\n")
    cluster = Cluster(fresh)
    cluster.ensure_running()
    assert value(cluster, "SELECT 1") == 1
    assert not half.exists()


@pytest.mark.parametrize("name", ["l" * 120, "Ærlig mappe, med 'fnutt' og $HOME"])
def test_a_name_no_socket_can_have_gets_a_private_folder_in_tmp(fresh: Path, name: str) -> None:
    with using_cluster(fresh / name) as cluster:
        folder = cluster.status().socket_dir
        assert folder.parent == layout.SHORT
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert value(cluster, "SELECT 1") == 1
    cluster.reset()
    assert not folder.exists()


@as_root
def test_a_folder_the_server_cannot_reach_gets_a_link(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tmp_path.chmod(0o700)
    caplog.set_level(logging.WARNING)
    with using_cluster(tmp_path / "data") as cluster:
        assert value(cluster, "SELECT 1") == 1
        home = cluster.status().home
        assert home.parent == layout.ELSEWHERE
        assert str(home) in caplog.text
    caplog.clear()
    with using_cluster(tmp_path / "data") as again:
        assert again.status().home == home
    assert caplog.text == ""
    again.reset()
    assert not home.exists()
    assert not (tmp_path / "data" / "cluster").is_symlink()


@as_root
def test_files_given_to_root_by_mistake_are_given_back(cluster: Cluster) -> None:
    owner = cluster.layout.pgdata.stat().st_uid
    subprocess.run(["chown", "-R", "root", cluster.layout.home], check=True)
    subprocess.run(["chmod", "-R", "go+rx", cluster.layout.pgdata], check=True)
    cluster.ensure_running()
    assert value(cluster, "SELECT 1") == 1
    assert cluster.layout.pgdata.stat().st_uid == owner


def test_files_of_another_version_are_left_alone_and_named(cluster: Cluster) -> None:
    version = cluster.layout.pgdata / "PG_VERSION"
    ours = version.read_text()
    version.write_text("12\n")
    try:
        with pytest.raises(EnvironmentFault, match=r"made by PostgreSQL 12; .*: \d\d") as caught:
            cluster.ensure_running()
    finally:
        version.write_text(ours)
    assert "postgresql-12-postgis-3" in (caught.value.hint or "")


def test_a_cluster_in_use_is_not_reset(data_dir: Path) -> None:
    with (
        using_cluster(data_dir) as cluster,
        pytest.raises(EnvironmentFault, match="is in use"),
    ):
        cluster.reset()
    assert cluster.layout.pgdata.exists()
