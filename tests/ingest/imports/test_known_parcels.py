"""Rows about parcels the catalogue has: which of several, and those that must not be deleted."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from areal.catalogue.authorship import write_as
from areal.ingest.imports.undo import undo
from tests.support.importing import by_row, snapshot, take
from tests.support.parcel_files import KNOWN, Case, geojson

_GRANT = text(
    "INSERT INTO areal.deviation_grant (strategy_id, parcel_id, rule_code, body, case_ref, "
    "decided_on, reason) SELECT 'kongsvingerregionen/2017', p.parcel_id, 'R01', 'Kommunestyret', "
    "'KS 12/26', '2026-01-10', 'Grunn' FROM areal.parcel AS p WHERE p.slug = :slug"
)
_PUBLISHED = text("SELECT published FROM areal.parcel WHERE slug = :slug")


def test_a_number_that_several_parcels_bear_is_told_and_changes_none(
    connection: Connection, tmp_path: Path
) -> None:
    write_as(connection, "test")
    slugs = connection.execute(
        text(
            "UPDATE areal.parcel SET matrikkel = '{3401-950/7}' WHERE parcel_id IN (SELECT "
            "parcel_id FROM areal.parcel WHERE kommunenummer = '3401' ORDER BY slug LIMIT 2) "
            "RETURNING slug"
        )
    ).scalars()
    both = sorted(slugs)
    before = snapshot(connection)
    path = tmp_path / "priser.csv"
    path.write_text("Kommunenr;Gnr;Bnr;Pris\n3401;950;7;250\n", encoding="utf-8")

    report = take(connection, path)

    # Not that it fits no parcel: it fits two.
    assert by_row(report) == {1: {"ambiguous_matrikkel", "site_missing"}}
    told = next(issue for issue in report.issues if issue.code == "ambiguous_matrikkel")
    assert (told.value, told.values["other"]) == ("3401-950/7", ", ".join(both))
    assert report.counts["kept"] == 1
    assert snapshot(connection) == before


def test_a_parcel_with_a_decision_is_taken_offline_instead_of_deleted(
    connection: Connection, tmp_path: Path
) -> None:
    tied, kommune = KNOWN["slug"], KNOWN["kommune"]
    write_as(connection, "test")
    connection.execute(_GRANT, {"slug": tied})
    before = snapshot(connection)
    file = geojson(tmp_path, [Case("Felt ny", KNOWN["shape"].representative_point().buffer(20))])

    report = take(connection, file, complete=True, kommune=kommune)

    told = [issue.values["other"] for issue in report.issues if issue.code == "gone_kept"]
    assert tied in told
    assert report.issue_counts["gone_kept"] == len(told)
    assert {change.slug for change in report.changes if change.action == "hidden"} == set(told)
    assert tied not in {change.slug for change in report.changes if change.action == "gone"}
    assert connection.execute(_PUBLISHED, {"slug": tied}).scalar_one() is False

    undo(connection, report.import_id or 0, "test")

    assert connection.execute(_PUBLISHED, {"slug": tied}).scalar_one() is True
    assert snapshot(connection) == before
