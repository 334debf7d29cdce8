"""What hangs on a parcel or site has a history too, and every change tells its import."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.ingest.sample import load_set
from areal.queries.history import Step, parcel_history, site_history
from areal.settings import ROOT

SAMPLE = ROOT / "data" / "geo" / "sample"
#: Every table that keeps former states of the catalogue.
KEPT = ("parcel", "site", "verification", "restriction", "site_media")


def traces() -> int:
    """Count the former states of everything."""
    counted = " + ".join(f"(SELECT count(*) FROM areal.{name}_history)" for name in KEPT)
    with connect(Role.APP) as app:
        return int(app.execute(text(f"SELECT {counted}")).scalar_one())


def change(author: str, *statements: str) -> datetime:
    """Change the catalogue as ``author`` and return a moment before it."""
    with connect(Role.APP) as app:
        before: datetime = app.execute(text("SELECT clock_timestamp()")).scalar_one()
    with connect(Role.APP) as app:
        write_as(app, author)
        for statement in statements:
            app.execute(text(statement))
    return before


def steps(slug: str) -> tuple[Step, ...]:
    with connect(Role.APP) as app:
        return parcel_history(app, slug)


def reloaded(folder: Path, old: str, new: str) -> None:
    """Load the sample again with one text in its parcels replaced."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    file = folder / "parcels.geojson"
    told = file.read_text(encoding="utf-8")
    assert told.count(old) == 1
    file.write_text(told.replace(old, new), encoding="utf-8")
    with connect(Role.APP) as app:
        assert load_set(app, folder / "sample.yaml", "test").changed


_SLOMARKA = '"slug":"slomarka-1","label":"Tomt 1"'


@pytest.mark.usefixtures("sample_database")
def test_a_set_loaded_again_leaves_a_trace_only_of_what_it_says_anew(tmp_path: Path) -> None:
    reloaded(tmp_path, _SLOMARKA, '"slug":"slomarka-1","label":"Tomt 1 A"')
    assert traces() == 1
    told = steps("slomarka-1")
    assert [step.import_name for step in told] == ["eksempel-2026-11"] * 2
    assert told[0].import_id != told[1].import_id
    assert [(c.field, c.before, c.after) for c in told[1].changes] == [
        ("label", "Tomt 1", "Tomt 1 A")
    ]


@pytest.mark.usefixtures("sample_database")
def test_one_transaction_is_one_step_with_the_former_state_of_every_part() -> None:
    of_parcel = "(SELECT parcel_id FROM areal.parcel WHERE slug = 'slomarka-1')"
    before = change(
        "Plan, Sør-Odal",
        "UPDATE areal.parcel SET market = 'opsjon' WHERE slug = 'slomarka-1'",
        f"DELETE FROM areal.verification WHERE axis = 'market' AND parcel_id = {of_parcel}",
        f"INSERT INTO areal.restriction VALUES ({of_parcel}, 1, 'bruksrett', 'owner')",
        # Made and changed again before anybody could see it: that state never stood.
        f"UPDATE areal.restriction SET source = 'Tinglysing' WHERE parcel_id = {of_parcel}",
    )
    added, changed = steps("slomarka-1")
    assert (added.event, added.import_name) == ("added", "eksempel-2026-11")
    assert (changed.event, changed.author, changed.import_id) == (
        "changed",
        "Plan, Sør-Odal",
        None,
    )
    told = {item.field: (item.before, item.after) for item in changed.changes}
    assert told.keys() == {"market", "restrictions", "verified_market"}
    assert told["market"] == ("ledig", "opsjon")
    assert told["restrictions"][1][0]["source"] == "Tinglysing"
    assert told["verified_market"][0].startswith("2026-10-21")
    assert told["verified_market"][1] is None
    assert traces() == 2
    with connect(Role.APP) as app:
        counted = app.execute(
            text(
                "SELECT count(*) FROM areal.verification_as_of(:moment) AS v "
                f"WHERE v ->> 'axis' = 'market' AND (v ->> 'parcel_id')::bigint = {of_parcel}"
            ),
            {"moment": before},
        ).scalar_one()
    assert counted == 1


@pytest.mark.usefixtures("sample_database")
def test_who_removed_a_parcel_is_told_and_its_history_stays() -> None:
    change("Rydder", "DELETE FROM areal.parcel WHERE slug = 'slomarka-1'")
    last = steps("slomarka-1")[-1]
    assert (last.event, last.author) == ("removed", "Rydder")
    assert ("market", "ledig", None) in [(c.field, c.before, c.after) for c in last.changes]


@pytest.mark.usefixtures("sample_database")
def test_media_of_a_site_are_part_of_its_history() -> None:
    site = "(SELECT site_id FROM areal.site WHERE slug = 'slomarka')"
    change(
        "Næringsweb",
        f"INSERT INTO areal.site_media VALUES ({site}, 9, 'photo', 'https://example.no/1.jpg', "
        "'Slomarka', 'Slomarka', 'Kommunen', 'CC0-1.0')",
    )
    change("Næringsweb", "UPDATE areal.site SET name = 'Slomarka vest' WHERE slug = 'slomarka'")
    with connect(Role.APP) as app:
        told = site_history(app, "slomarka")
    assert [[item.field for item in step.changes] for step in told[1:]] == [["media"], ["name"]]
    assert told[1].changes[0].after[-1]["url"] == "https://example.no/1.jpg"


@pytest.mark.usefixtures("sample_database")
def test_former_states_can_not_be_rewritten() -> None:
    change("X", "UPDATE areal.verification SET verified_how = 'Ringt'")
    for table in KEPT:
        with connect(Role.APP) as app, pytest.raises(Exception, match="permission denied"):
            app.execute(text(f"DELETE FROM areal.{table}_history"))
