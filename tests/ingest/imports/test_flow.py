"""What an import does to the catalogue, and what it leaves alone; undone, it was never there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, text

from areal.errors import InputError
from areal.ingest.imports.kept import kept_rows, retry, write_kept
from areal.ingest.imports.listed import imports, stored_report
from areal.ingest.imports.order import Report
from areal.ingest.imports.shapes import Tolerances
from areal.ingest.imports.source import read_sender
from areal.ingest.imports.undo import BuiltOn, undo
from tests.support.importing import order, snapshot, take
from tests.support.parcel_files import KNOWN, SITE, square

Feature = tuple[BaseGeometry | None, dict[str, Any]]


def write(folder: Path, features: Sequence[Feature], crs: str = "EPSG::25833") -> Path:
    """Write GeoJSON in metres."""
    tree = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs}"}},
        "features": [
            {
                "type": "Feature",
                "properties": columns,
                "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
            }
            for shape, columns in features
        ],
    }
    path = folder / "tomter.geojson"
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return path


def parcel(connection: Connection, slug: str) -> Any:
    return connection.execute(
        text("SELECT * FROM areal.parcel WHERE slug = :slug"), {"slug": slug}
    ).one()


def known(**columns: Any) -> Feature:
    return KNOWN["shape"], {"slug": KNOWN["slug"], **columns}


def test_new_changed_and_unchanged_are_told_field_by_field(
    connection: Connection, tmp_path: Path
) -> None:
    before = parcel(connection, KNOWN["slug"])
    file = write(
        tmp_path,
        [
            known(pris="1 234,50", vann=None),
            (square(0), {"tomt": "Felt N", "område": SITE, "areal (daa)": "3,6"}),
        ],
    )

    report = take(connection, file)

    after = parcel(connection, KNOWN["slug"])
    assert (report.counts["new"], report.counts["changed"]) == (1, 1)
    changed = next(change for change in report.changes if change.action == "changed")
    assert changed.fields == {"price_nok_m2": [_plain(before.price_nok_m2), 1234.5]}
    assert float(after.price_nok_m2) == 1234.5
    # What the file does not say, or leaves blank, stays.
    assert after.water == before.water
    assert after.permitted_activities == before.permitted_activities
    new = parcel(connection, f"{SITE}-felt-n")
    assert new.kommunenummer == "3401"
    assert new.published is False
    assert new.area_m2 == pytest.approx(3600, rel=0.01)


def _plain(value: Any) -> Any:
    return None if value is None else float(value)


def test_the_same_file_again_changes_nothing(connection: Connection, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        [known(pris=77), (square(0), {"objid": "9", "tomt": "Felt N", "område": SITE})],
    )
    take(connection, file)
    before = snapshot(connection)

    report = take(connection, file)

    assert report.counts["unchanged"] == 2
    assert report.issue_counts["already_sent"] == 1
    assert snapshot(connection) == before


def test_a_dry_run_and_a_strict_refusal_write_nothing(
    connection: Connection, tmp_path: Path
) -> None:
    before = snapshot(connection)
    file = write(tmp_path, [known(pris=1), (None, {"tomt": "Uten"})])

    tried = take(connection, file, dry_run=True)
    refused = take(connection, file, strict=True)

    assert tried.counts["changed"] == 1
    assert refused.refused
    assert snapshot(connection) == before
    assert connection.execute(text("SELECT count(*) FROM areal.import_batch")).scalar_one() == 1


def test_an_import_is_undone_to_the_letter(connection: Connection, tmp_path: Path) -> None:
    before = snapshot(connection)
    file = write(
        tmp_path,
        [
            (shapely.affinity.translate(KNOWN["shape"], 3, 0), {"slug": KNOWN["slug"], "pris": 5}),
            (square(0), {"tomt": "Felt N", "område": SITE}),
            (
                square(1),
                {"tomt": "1", "område": "Nytt sted", "kategori": "lokal", "områdeklasse": "C"},
            ),
        ],
    )
    report = take(connection, file)
    assert report.counts["new_sites"] == 1
    assert snapshot(connection) != before

    undo(connection, report.import_id or 0, "test")

    assert snapshot(connection) == before
    assert next(row.state for row in imports(connection)) == "undone"


def test_what_is_built_on_an_import_keeps_it_from_being_undone(
    connection: Connection, tmp_path: Path
) -> None:
    first = take(connection, write(tmp_path, [known(pris=5)]))
    take(connection, write(tmp_path, [known(pris=6)]))

    with pytest.raises(BuiltOn, match=KNOWN["slug"]):
        undo(connection, first.import_id or 0, "test")


def test_nothing_is_removed_unless_the_file_is_the_whole_truth(
    connection: Connection, tmp_path: Path
) -> None:
    count = text("SELECT count(*) FROM areal.parcel WHERE kommunenummer = :kommune")
    others = text("SELECT count(*) FROM areal.parcel WHERE kommunenummer <> :kommune")
    mine = {"kommune": KNOWN["kommune"]}
    before = snapshot(connection)
    elsewhere = connection.execute(others, mine).scalar_one()
    file = write(tmp_path, [known(pris=5)])

    take(connection, file)
    assert connection.execute(count, mine).scalar_one() > 1
    report = take(connection, file, complete=True, kommune=KNOWN["kommune"])

    hidden = sum(change.action == "hidden" for change in report.changes)
    assert connection.execute(count, mine).scalar_one() == 1 + hidden
    assert connection.execute(others, mine).scalar_one() == elsewhere
    undo(connection, report.import_id or 0, "test")
    undo(connection, (report.import_id or 0) - 1, "test")
    assert snapshot(connection) == before


def test_nothing_is_removed_when_a_row_was_kept_out(connection: Connection, tmp_path: Path) -> None:
    file = write(tmp_path, [known(pris=5), (None, {"tomt": "Uten"})])

    report = take(connection, file, complete=True, kommune=KNOWN["kommune"])

    assert report.counts["gone"] == 0
    assert report.issue_counts["nothing_removed"] == 1
    with pytest.raises(InputError, match="kommune"):
        take(connection, file, complete=True)


def test_a_kept_row_is_mended_and_retried(connection: Connection, tmp_path: Path) -> None:
    file = write(tmp_path, [(square(0), {"tomt": "Felt N", "område": "Finnes ikke", "pris": 9})])
    first = take(connection, file)
    assert first.counts["kept"] == 1
    kept = kept_rows(connection, first.import_id or 0)
    assert [issue["code"] for issue in kept[0].issues] == ["site_unknown"]

    connection.execute(
        text("UPDATE areal.site SET name = 'Finnes ikke' WHERE slug = :s"), {"s": SITE}
    )
    report = retry(connection, first.import_id or 0, order())

    assert report.counts["new"] == 1
    assert kept_rows(connection, first.import_id or 0) == []
    assert float(parcel(connection, f"{SITE}-felt-n").price_nok_m2) == 9
    # Beneath a retry the first can't be undone; after it, the rows wait again.
    with pytest.raises(BuiltOn):
        undo(connection, first.import_id or 0, "test")
    undo(connection, report.import_id or 0, "test")
    assert len(kept_rows(connection, first.import_id or 0)) == 1


def test_kept_rows_are_written_to_a_file_that_comes_in_when_it_is_mended(
    connection: Connection, tmp_path: Path
) -> None:
    file = write(tmp_path, [(square(0), {"tomt": "Felt N", "område": "Finnes ikke"})])
    first = take(connection, file)
    out = tmp_path / "rader.geojson"
    assert write_kept(connection, first.import_id or 0, out) == 1
    assert "Finnes ikke" in json.loads(out.read_text())["features"][0]["properties"]["feil"]
    out.write_text(out.read_text().replace('"område": "Finnes ikke"', f'"område": "{SITE}"'))

    report = take(connection, out, retry_of=first.import_id)

    assert report.counts["new"] == 1
    assert kept_rows(connection, first.import_id or 0) == []


def test_private_people_are_kept_nowhere(connection: Connection, tmp_path: Path) -> None:
    name, number = "Kari Nordmann", "01010750160"
    columns = {"område": SITE, "hjemmelshaver": name, "kilde effekt": name}
    file = write(
        tmp_path,
        [(square(0), {"tomt": "A", **columns}), (square(1), {"tomt": number, **columns})],
    )

    report = take(connection, file)

    assert report.issue_counts["person_name"] == 2
    assert report.issue_counts["national_id"] == 1
    kept = "".join(
        str(row)
        for table in ("parcel", "import_batch", "import_kept", "import_change")
        for row in connection.execute(text(f"SELECT to_jsonb(t)::text FROM areal.{table} AS t"))
    )
    assert name not in kept
    assert number not in kept


@pytest.mark.parametrize(
    ("says", "numbers", "told", "code"),
    [
        ("EPSG:25833", "EPSG:4326", {}, "crs_contradicts"),
        ("EPSG:25832", "EPSG:25833", {}, "crs_contradicts"),
        ("EPSG:4326", "EPSG:25833", {}, "crs_contradicts"),
        ("EPSG:3857", "EPSG:3857", {}, "web_mercator"),
        ("EPSG:25833", "swapped", {}, "axes_swapped"),
    ],
)
def test_a_system_that_the_numbers_contradict_is_told(
    connection: Connection, tmp_path: Path, says: str, numbers: str, told: Any, code: str
) -> None:
    file = write(tmp_path, [(_in(numbers), {"tomt": "A", "område": SITE})], says.replace(":", "::"))

    report = take(connection, file, **told)

    assert report.issue_counts[code] == 1
    assert report.refused == (code != "web_mercator")
    if code == "axes_swapped":
        mended = take(connection, file, swap_axes=True)
    elif code == "crs_contradicts":
        mended = take(connection, file, crs=numbers)
    else:
        mended = report
    assert mended.counts["new"] == 1
    assert parcel(connection, f"{SITE}-a").area_m2 == pytest.approx(3600, rel=0.01)


def _in(system: str) -> BaseGeometry:
    if system == "swapped":
        return shapely.transform(square(0), lambda points: points[:, ::-1])
    move = Transformer.from_crs(25833, system, always_xy=True)
    return shapely.transform(square(0), lambda p: np.column_stack(move.transform(p[:, 0], p[:, 1])))


@pytest.mark.parametrize("system", ["EPSG:25833", "EPSG:25832", "EPSG:4326"])
def test_a_system_that_is_not_said_is_found_from_the_numbers(
    connection: Connection, tmp_path: Path, system: str
) -> None:
    path = tmp_path / "tomter.csv"
    path.write_text(f"tomt;område;wkt\nA;{SITE};{_in(system).wkt}\n", encoding="utf-8")

    report = take(connection, path)

    assert report.issue_counts["crs_guessed"] == 1
    assert parcel(connection, f"{SITE}-a").area_m2 == pytest.approx(3600, rel=0.01)


def test_a_system_that_can_not_be_known_is_asked_for(
    connection: Connection, tmp_path: Path
) -> None:
    path = tmp_path / "tomter.csv"
    path.write_text(f"tomt;område;wkt\nA;{SITE};POLYGON((1 1,900 1,900 900,1 1))\n")

    assert take(connection, path).issue_counts == {"crs_unknown": 1}


def test_a_table_of_matrikkel_numbers_changes_the_parcels_it_names(
    connection: Connection, tmp_path: Path
) -> None:
    row = connection.execute(
        text(
            "SELECT slug, matrikkel[1] AS number FROM areal.parcel AS p "
            "WHERE kommunenummer = '3401' AND cardinality(matrikkel) = 1 "
            "AND NOT EXISTS (SELECT 1 FROM areal.parcel AS o "
            "WHERE o.matrikkel && p.matrikkel AND o.parcel_id <> p.parcel_id) ORDER BY slug LIMIT 1"
        )
    ).one()
    kommune, _, number = row.number.partition("-")
    gnr, bnr = number.split("/")[:2]
    path = tmp_path / "priser.csv"
    path.write_text(
        f"Kommunenr;Gnr;Bnr;Pris (kr/daa)\n{kommune};{gnr};{bnr};250 000\n{kommune};9999;1;1\n",
        encoding="cp1252",
    )

    report = take(connection, path)

    assert report.counts["changed"] == 1
    assert float(parcel(connection, row.slug).price_nok_m2) == 250
    assert report.issue_counts["geometry_kept"] == 1
    assert report.issue_counts["geometry_missing"] == 1


def test_a_point_tells_which_parcel_a_row_is_about(connection: Connection, tmp_path: Path) -> None:
    point = KNOWN["shape"].representative_point()
    path = tmp_path / "punkter.csv"
    path.write_text(f"Øst;Nord;Pris\n{point.x:.2f};{point.y:.2f};321\n", encoding="cp1252")

    take(connection, path, crs="EPSG:25833")

    assert float(parcel(connection, KNOWN["slug"]).price_nok_m2) == 321


def test_a_sender_says_what_its_columns_and_values_mean(
    connection: Connection, tmp_path: Path
) -> None:
    (tmp_path / "kommunen.yaml").write_text(
        "id: kommunen\nkind: parcels\nsource: Kommunens tomtebase\nlicence: NLOD 2.0\n"
        f"attribution: Kommunen\nkommune: '3401'\nsite: {SITE}\n"
        "columns: {K1: label, K2: market, K3: '-', K4: price_nok_m2}\n"
        "values: {market: {F: ledig}}\nunits: {price_nok_m2: daa}\n"
    )
    sender = read_sender("kommunen", tmp_path)
    file = write(tmp_path, [(square(0), {"K1": "Felt K", "K2": "F", "K3": "x", "K4": "400000"})])

    report = take(connection, file, sender=sender)

    found = parcel(connection, f"{SITE}-felt-k")
    assert (found.market, float(found.price_nok_m2)) == ("ledig", 400)
    assert not report.issue_counts
    batch = stored_report(connection, report.import_id or 0)
    assert batch["mapping"] == {"K1": "label", "K2": "market", "K4": "price_nok_m2"}


def test_an_import_is_on_record(connection: Connection, tmp_path: Path) -> None:
    report: Report = take(connection, write(tmp_path, [known(pris=5)]))

    newest = imports(connection)[0]

    assert (newest.import_id, newest.author, newest.changed) == (report.import_id, "test", 1)
    row = connection.execute(
        text("SELECT * FROM areal.import_batch WHERE import_id = :id"), {"id": report.import_id}
    ).one()
    assert row.checksum == report.sha256
    assert row.mapping == {"slug": "slug", "pris": "price_nok_m2"}


@pytest.mark.parametrize(
    ("wkt", "code"),
    [
        (shapely.buffer(square(0).centroid, 300, quad_segs=200).wkt, "too_many_vertices"),
        (square(0).centroid.wkt, "geometry_missing"),
        (square(0).exterior.wkt, "geometry_no_area"),
        ("POLYGON((1 2, 3", "geometry_broken"),
        (square(0, 5_000).wkt, "too_large"),
    ],
)
def test_an_outline_that_can_not_be_a_parcel_is_told(
    connection: Connection, tmp_path: Path, wkt: str, code: str
) -> None:
    path = tmp_path / "tomter.csv"
    path.write_text(f"tomt;område;wkt\nA;{SITE};{wkt}\n", encoding="utf-8")

    report = take(connection, path, crs="EPSG:25833", tolerances=Tolerances(most_vertices=500))

    assert report.issue_counts[code] == 1
    assert report.counts["new"] == (code == "too_large")


def test_text_that_is_damaged_beyond_reading_is_left_out(
    connection: Connection, tmp_path: Path
) -> None:
    columns = {"tomt": "A", "område": SITE, "nettselskap": "Str\ufffdm AS"}

    report = take(connection, write(tmp_path, [(square(0), columns)]))

    assert report.issue_counts["encoding_lost"] == 1
    assert parcel(connection, f"{SITE}-a").power_source is None
