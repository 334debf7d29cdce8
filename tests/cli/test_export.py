"""`areal export`, `as-of` and `history`: files and words for staff, from the command line."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyogrio
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from areal import clock
from areal.catalogue.authorship import write_as
from areal.cli import program
from areal.cli.export import FORMATS as NAMES
from areal.database import Role, connect
from areal.exchange.catalogue import FORMATS

pytestmark = pytest.mark.usefixtures("sample_database")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [str(argument) for argument in arguments])


def rows(file: Path) -> dict[str, dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return {row["slug"]: row for row in csv.DictReader(opened)}


def change(author: str, statement: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, author)
        app.execute(text(statement))


def test_command_knows_every_format() -> None:
    assert set(NAMES) == set(FORMATS)


def test_export_writes_one_kommune_in_the_asked_format(tmp_path: Path) -> None:
    file = tmp_path / "katalog.gpkg"
    result = run("export", "gpkg", file, "--kommune", "3415")
    assert result.exit_code == 0, result.output
    fields = pyogrio.raw.read(file, layer="parcels", columns=["kommunenummer"])[3]
    assert set(fields[0]) == {"3415"}
    assert f"Wrote {len(fields[0])} parcels" in result.output
    assert run("export", "csv", tmp_path / "omrader.csv", "--table", "sites").exit_code == 0
    assert "slomarka" in rows(tmp_path / "omrader.csv")
    assert (tmp_path / "omrader.datapackage.json").is_file()


def test_wrong_name_and_unknown_kommune_are_refused(tmp_path: Path) -> None:
    wrong = run("export", "gpkg", tmp_path / "x.csv")
    assert "something.gpkg" in str(wrong.exception)
    unknown = run("export", "gpkg", tmp_path / "x.gpkg", "--kommune", "9999")
    assert unknown.exit_code != 0
    assert list(tmp_path.iterdir()) == []


def test_as_of_tells_the_register_before_and_after_a_change(tmp_path: Path) -> None:
    before = datetime.now(ZoneInfo("Europe/Oslo"))
    change(
        "Plan, Sør-Odal",
        "UPDATE areal.parcel SET market = 'solgt', published = FALSE, price_public = FALSE, "
        "price_nok_m2 = 555 WHERE slug = 'slomarka-1'",
    )
    change("Plan, Sør-Odal", "DELETE FROM areal.verification WHERE axis = 'market'")
    now = datetime.now(ZoneInfo("Europe/Oslo")) + timedelta(seconds=1)
    told = {}
    for name, moment in (("before", before), ("now", now)):
        file = tmp_path / f"{name}.csv"
        # The command takes whole seconds: what stood at the start of the second will do.
        with connect(Role.APP) as app:
            from areal.exchange.catalogue import as_of, write  # noqa: PLC0415

            write(as_of(app, moment), FORMATS["csv"], "parcels", file)
        told[name] = rows(file)["slomarka-1"]
    assert [told[name]["market"] for name in told] == ["ledig", "solgt"]
    assert [told[name]["price_nok_m2"] for name in told] == ["320.0", "555.0"]
    assert [told[name]["published"] for name in told] == ["true", "false"]
    assert [told[name]["verified_market"] for name in told] == ["2026-10-21", ""]
    assert [told[name]["import_name"] for name in told] == ["eksempel-2026-11", ""]
    assert told["now"]["changed_by"] == "Plan, Sør-Odal"
    assert told["before"]["wkt"].startswith("MULTIPOLYGON")


def test_as_of_command_writes_a_file_that_says_it_is_for_staff(tmp_path: Path) -> None:
    change("X", "UPDATE areal.site SET name = 'Nytt navn' WHERE slug = 'slomarka'")
    day = clock.today()
    file = tmp_path / "omrader.geojson"
    result = run("as-of", day.isoformat(), file, "--table", "sites")
    assert result.exit_code == 0, result.output
    tree = json.loads(file.read_text(encoding="utf-8"))
    assert "Skal ikke deles" in tree["staff_only"]["nb"]
    assert tree["eksempeldata"]["nb"].startswith("Eksempeldata.")
    named = {f["properties"]["slug"]: f["properties"]["name"] for f in tree["features"]}
    assert named["slomarka"] == "Nytt navn"
    assert all(f["geometry"]["type"] == "MultiPolygon" for f in tree["features"])
    nothing = run("as-of", (day - timedelta(days=1)).isoformat(), tmp_path / "i-gar.csv")
    assert nothing.exit_code == 0
    assert rows(tmp_path / "i-gar.csv") == {}
    assert "must end with" in str(run("as-of", "2026-01-01", tmp_path / "x.pdf").exception)


def test_history_tells_who_what_and_from_which_import() -> None:
    change(
        "Plan, Sør-Odal",
        "UPDATE areal.parcel SET market = 'opsjon', geom = ST_Translate(geom, 1, 0) "
        "WHERE slug = 'slomarka-1'",
    )
    told = run("history", "slomarka-1").output
    assert "added" in told
    assert "import 1: eksempel-2026-11" in told
    assert "Plan, Sør-Odal" in told
    assert "market: ledig → opsjon" in told
    assert "outline: drawn anew" in told
    as_json = json.loads(run("history", "slomarka", "--site", "--json").output)
    assert [step["event"] for step in as_json] == ["added"]
    assert "never been a parcel" in str(run("history", "finnes-ikke").exception)
