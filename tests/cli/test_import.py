"""`areal import`: told in plain words, in the terminal, as HTML and as JSON; listed and undone."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from areal.cli import program
from areal.settings import get_settings
from tests.support.parcel_files import Case, geojson, geopackage, square

pytestmark = pytest.mark.usefixtures("sample_database")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with a good row, one without a site, and a name that looks like markup."""
    cases = [
        Case("Felt A", square(0), {"pris": "450"}),
        Case("<script>alert(1)</script>", square(1)),
        Case("Uten område", square(2), {"område": None}),
    ]
    return geojson(tmp_path, cases)


def areal(*args: object) -> Result:
    return CliRunner().invoke(program, ["import", *map(str, args)], env={"COLUMNS": "140"})


def test_a_file_is_imported_told_of_listed_and_undone(file: Path, tmp_path: Path) -> None:
    page, data = tmp_path / "rapport.html", tmp_path / "rapport.json"

    done = areal(file, "--yes", "--report", page)

    assert done.exit_code == 0, done.output
    assert "Raden sier ikke hvilket næringsområde tomta hører til." in done.output
    told = page.read_text()
    assert "Felt A" in told
    assert "<script" not in told
    assert "http" not in told
    number = done.output.split("areal import undo ")[1].split()[0]
    assert f"{number}  " in areal("list").output
    assert "Ta med en kolonne med området" in areal("kept", number).output
    assert areal("show", number, "--report", data, "--lang", "en").exit_code == 0
    kept = json.loads(data.read_text())
    assert kept["counts"]["new"] == 2
    assert "site_missing" in {issue["code"] for issue in kept["issues"]}
    undone = areal("undo", number)
    assert undone.exit_code == 0
    assert "2 parcels removed" in undone.output
    assert "undone" in areal("list").output


def test_the_gravest_is_told_first_then_by_row_and_of_each_kind_a_few(tmp_path: Path) -> None:
    warned = [Case(f"Felt {n}", square(n), {"formål": "Romhavn"}) for n in range(7)]
    cases = [*warned, Case("Uten område", square(8), {"område": None}), Case("Dyr", square(9))]
    cases[1] = replace(cases[1], columns={"pris": "9 000 000"})
    file = geojson(tmp_path, cases)

    told = areal(file, "--yes", "--dry-run").output

    numbers = [int(found) for found in re.findall(r"^│\s+(\d+) │", told, re.MULTILINE)]
    assert numbers == [2, 8, 1, 3, 4, 5, 6]
    assert "code_unknown: … og 1 til" in told


def test_rows_rate_and_time_left_are_shown_to_those_who_look(tmp_path: Path) -> None:
    folder = tmp_path / "mange"
    folder.mkdir()
    file = geopackage(folder, [Case(f"Felt {n}", square(n, 40)) for n in range(3_000)])
    program = [sys.executable, "-c", "import areal.cli; areal.cli.main()"]
    command = [*program, "import", str(file), "--yes", "--dry-run"]

    piped = subprocess.run(command, capture_output=True, check=True, timeout=60)
    seen = on_a_terminal(command)

    assert re.search(r"3000/3000\s+[\d,]+ rows/s\s+\d:\d\d:\d\d\s+\d:\d\d:\d\d", seen), seen
    assert piped.stderr == b""
    assert b"rows/s" not in piped.stdout
    assert b"3000" in piped.stdout


def on_a_terminal(command: list[str]) -> str:
    """Run a command whose errors go to a terminal of 120 columns; return what stood there."""
    screen, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    shown = bytearray()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=end, env=env) as process:
        os.close(end)
        with contextlib.suppress(OSError):  # a terminal nobody writes to any more
            while piece := os.read(screen, 65_536):
                shown += piece
    os.close(screen)
    assert process.returncode == 0
    return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown.decode())


def test_a_strict_refusal_ends_with_a_failure_and_keeps_nothing(file: Path) -> None:
    refused = areal(file, "--yes", "--strict")

    assert refused.exit_code == 1
    assert "Ingenting er tatt inn." in refused.output
    assert len(areal("list").output.splitlines()) == 1


def test_the_columns_are_kept_as_a_source_and_used_again(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "geo" / "sources").mkdir(parents=True)
    monkeypatch.setenv("AREAL_GEO_DIR", str(tmp_path / "geo"))
    get_settings.cache_clear()
    try:
        saved = areal(file, "--yes", "--dry-run", "--save-source", "kommunen")
        again = areal(file, "--dry-run", "--source", "kommunen", "--lang", "en")
        unknown = areal(file, "--source", "andre")
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()

    assert saved.exit_code == 0, saved.output
    text = (tmp_path / "geo" / "sources" / "kommunen.yaml").read_text()
    assert "navn: label" in text
    assert again.exit_code == 0, again.output
    assert "Dry run: nothing was written." in again.output
    assert "There is no source 'andre'" in str(unknown.exception)
