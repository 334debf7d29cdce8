"""The program from an empty folder: the main job, again, over, and with things in the way."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from areal.database.embedded import Cluster
from areal.settings import ROOT

AREAL = Path(sys.executable).parent / "areal"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """Return a folder for one cluster that the tests of this module share."""
    folder = Path(tempfile.mkdtemp(prefix="areal-t-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder / "data"
    Cluster(folder / "data").reset()
    shutil.rmtree(folder, ignore_errors=True)


def areal(*args: str | Path, data_dir: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the program and return what it said."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("AREAL_")}
    return subprocess.run(
        [AREAL, *map(str, args)],
        env={**plain, "AREAL_DATA_DIR": str(data_dir), **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
    )


def test_once_ends_with_one_json_line_and_a_second_run_changes_nothing(data_dir: Path) -> None:
    first = areal("demo", "--once", data_dir=data_dir)
    assert first.returncode == 0, first.stderr
    assert first.stdout.count("\n") == 1
    figures = json.loads(first.stdout)
    assert set(figures) == {
        "kommuner",
        "sites",
        "parcels",
        "layers",
        "rules",
        "findings",
        "seconds",
    }
    assert figures["kommuner"] == 6
    assert figures["sites"] >= 18
    assert figures["parcels"] >= 60
    assert figures["rules"] == 26
    state = _state(data_dir)

    second = json.loads(areal("demo", "--once", data_dir=data_dir).stdout)

    assert {**second, "seconds": 0} == {**figures, "seconds": 0}
    assert _state(data_dir) == state
    assert not Cluster(data_dir).status().running, "the last one out stops the server"


def _state(data_dir: Path) -> str:
    """Return the identity of what is stored: the run, its findings, the versions."""
    answer = areal("check", "--json", "-", data_dir=data_dir)
    assert answer.returncode == 0, answer.stderr
    tree = json.loads(answer.stdout)
    return json.dumps([tree["run"], tree["findings_sha256"], tree["layers"]])


def test_check_prints_a_table_per_kommune_and_writes_json(data_dir: Path, tmp_path: Path) -> None:
    answer = areal("check", "--json", tmp_path / "run.json", data_dir=data_dir, COLUMNS="140")
    assert answer.returncode == 0, answer.stderr
    for name in ("Kongsvinger", "Nord-Odal", "Sør-Odal", "Eidskog", "Grue", "Åsnes"):
        assert name in answer.stdout
    tree = json.loads((tmp_path / "run.json").read_text())
    assert tree["eksempeldata"] is True
    assert len(tree["findings"]) == sum(tree["counts"].values())
    assert "ikke lov" in tree["strategy_notice"]["nb"]


def test_serves_until_interrupted_and_leaves_nothing_running(data_dir: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    plain = {key: value for key, value in os.environ.items() if not key.startswith("AREAL_")}
    process = subprocess.Popen(
        [AREAL, "demo", "--port", str(port), "--data-dir", str(data_dir)],
        env=plain,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        health = _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        assert health["status"] == "ok"
        taken = areal("demo", "--port", str(port), data_dir=data_dir)
        assert taken.returncode == 1
        assert f"port {port}" in taken.stderr
        assert "--port" in taken.stderr
        assert "Traceback" not in taken.stderr
    finally:
        process.send_signal(subprocess.signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/en/" in told
    assert not Cluster(data_dir).status().running


def _wait_for(address: str, process: subprocess.Popen[str]) -> dict[str, object]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - loopback
                return dict(json.load(answer))
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


def test_reset_starts_over(data_dir: Path) -> None:
    answer = areal("demo", "--once", "--reset", data_dir=data_dir)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(_state(data_dir))[0] == 1, "the runs are counted from the beginning"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("code: R09", "code: R09\n    colour: red"), ("2017.yaml:", "colour")),
        (("layer: dyrka_mark", "layer: dyrka"), ("2017.yaml:", "'dyrka'", "Registered are")),
        (("kind: net_area", "kind: nett"), ("2017.yaml:", "kind")),
    ],
)
def test_wrong_strategy_names_file_line_and_way_out(
    data_dir: Path, tmp_path: Path, edit: tuple[str, str], told: tuple[str, ...]
) -> None:
    shipped = ROOT / "data/geo/strategies/kongsvingerregionen/2017.yaml"
    spoiled = tmp_path / "2017.yaml"
    assert edit[0] in shipped.read_text()
    spoiled.write_text(shipped.read_text().replace(edit[0], edit[1], 1))

    answer = areal("check", "--strategy", spoiled, data_dir=data_dir)

    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    for piece in told:
        assert piece in answer.stderr


def test_server_that_is_down_is_told_with_the_way_out(data_dir: Path) -> None:
    answer = areal(
        "check",
        data_dir=data_dir,
        AREAL_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/none",
    )
    assert answer.returncode == 1
    assert "does not answer" in answer.stderr
    assert "AREAL_DATABASE_URL" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_wrong_setting_is_named(data_dir: Path) -> None:
    answer = areal("check", data_dir=data_dir, AREAL_BASEMAP="google")
    assert answer.returncode == 1
    assert "AREAL_BASEMAP" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_kill_of_the_program_while_it_loads_leaves_all_or_nothing(data_dir: Path) -> None:
    for delay in (0.6, 1.2, 2.0, 3.0):
        areal("db", "reset", "--yes", data_dir=data_dir)
        plain = {key: value for key, value in os.environ.items() if not key.startswith("AREAL_")}
        process = subprocess.Popen(
            [AREAL, "demo", "--once", "--data-dir", str(data_dir)],
            env=plain,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.kill()
        process.wait()
        again = areal("demo", "--once", data_dir=data_dir)
        assert again.returncode == 0, again.stderr
        assert json.loads(again.stdout)["findings"] > 1000
