"""`areal precheck`: a table, JSON, a PDF, refusals in plain words, and nothing stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from areal.cli import program
from areal.cli.failures import explain
from areal.database import Role, connect

RING = [[12.0, 60.19], [12.01, 60.19], [12.01, 60.195], [12.0, 60.195], [12.0, 60.19]]

pytestmark = pytest.mark.usefixtures("published_app")


@pytest.fixture
def felt(tmp_path: Path) -> Path:
    path = tmp_path / "felt.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [RING]}))
    return path


def areal(*args: str | Path) -> Result:
    return CliRunner().invoke(program, ["precheck", *map(str, args)], env={"COLUMNS": "120"})


def test_table_says_where_the_area_lies_and_what_each_rule_says(felt: Path) -> None:
    answer = areal(felt, "--set", "modenhet=4", "--set", "area_class=C")
    assert answer.exit_code == 0, answer.output
    assert "Forhåndssjekk: felt" in answer.output
    assert "309,0 daa, kommune 3401" in answer.output
    assert "Ingenting er lagret" in answer.output
    assert all(f"R{number:02}" in answer.output for number in (1, 9, 16, 22))


def test_json_is_what_the_api_answers(felt: Path, client) -> None:
    answer = areal(felt, "--json", "--set", "modenhet=4")
    assert answer.exit_code == 0, answer.output
    told = client.post(
        "/api/v1/precheck?modenhet=4&label=felt",
        data=felt.read_bytes(),
        content_type="application/geo+json",
    )
    assert json.loads(answer.stdout) == told.json


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_pdf(felt: Path, tmp_path: Path, lang: str) -> None:
    answer = areal(felt, "-o", tmp_path / "felt.pdf", "--lang", lang)
    assert answer.exit_code == 0, answer.output
    assert (tmp_path / "felt.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--set", "modenhet=9"], "modenhet: “9” is not a known code"),
        (["--set", "farge=rød"], "nothing a pre-check uses"),
        (["--crs", "EPSG:25832"], "the numbers look like degrees"),
        (["--strategy", "1814"], "is not stored"),
    ],
)
def test_refusals(felt: Path, capsys: pytest.CaptureFixture[str], options, told) -> None:
    answer = areal(felt, *options)
    assert answer.exit_code == 1
    assert isinstance(answer.exception, Exception)
    assert explain(answer.exception) == 1
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error


def test_nothing_is_stored(felt: Path) -> None:
    count = text(
        "SELECT (SELECT count(*) FROM areal.run), (SELECT count(*) FROM areal.finding), "
        "(SELECT count(*) FROM areal.parcel), (SELECT count(*) FROM areal.strategy_snapshot)"
    )
    with connect(Role.APP) as app:
        before = app.execute(count).one()
    assert areal(felt).exit_code == 0
    with connect(Role.APP) as app:
        assert app.execute(count).one() == before
