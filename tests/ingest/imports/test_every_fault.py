"""Every fault of a row is found in every format, at its row, and keeps out only what it must."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from areal.ingest.imports.issues import kinds
from tests.support.fault_table import PAGE, table
from tests.support.importing import by_row, take
from tests.support.parcel_files import FORMATS, row_cases

#: What a format can't say: a text of a shapefile has a length, and an area of SOSI one outline.
CANT_SAY = {
    "Shapefile": {"text_too_long"},
    "SOSI": {"geometry_missing", "slivers_dropped"},
}
FOUND: dict[str, set[str]] = {}


@pytest.mark.parametrize("name", FORMATS)
def test_each_row_is_told_what_is_wrong_with_it(
    connection: Connection, tmp_path: Path, name: str
) -> None:
    if name == "SOSI" and shutil.which("ogr2ogr") is None:
        pytest.skip("ogr2ogr is not on this machine (gdal-bin)")
    cases = row_cases()
    path = FORMATS[name](tmp_path, cases)

    report = take(connection, path, kommune=None)

    said = by_row(report)
    cant = CANT_SAY.get(name, set())
    expected = {
        number: set(case.codes) - cant
        for number, case in enumerate(cases, 1)
        if set(case.codes) - cant
    }
    assert said == expected
    errors = sum(
        any(kinds()[code].severity == "error" or code == "duplicate_row" for code in codes)
        for codes in expected.values()
    )
    assert report.counts["kept"] + report.issue_counts["duplicate_row"] == errors
    assert report.counts["new"] == len(cases) - errors
    FOUND[name] = {code for codes in said.values() for code in codes}


@pytest.fixture(scope="module", autouse=True)
def _page_is_true() -> Iterator[None]:
    """Compare the page of formats and faults with what was found, once all formats were tried."""
    yield
    if set(FOUND) != set(FORMATS):
        return
    page = table(FOUND)
    if os.environ.get("WRITE_FAULT_TABLE"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "write it anew with WRITE_FAULT_TABLE=1"
