"""Our own export, imported again, changes nothing, whatever the format and language."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from areal.exchange.catalogue import FORMATS, published, write
from areal.queries import reading
from tests.support.importing import snapshot, take

_ENDINGS = {
    "geojson": "geojson",
    "gpkg": "gpkg",
    "csv": "csv",
    "csv-excel": "csv",
    "xlsx": "xlsx",
    "geoparquet": "parquet",
}


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("name", _ENDINGS)
def test_nothing_changes(connection: Connection, tmp_path: Path, name: str, lang: str) -> None:
    path = tmp_path / f"katalogen.{_ENDINGS[name]}"
    with reading() as public:
        write(published(public, lang, ()), FORMATS[name], "parcels", path)
    shown = connection.execute(text("SELECT count(*) FROM published.parcel")).scalar_one()
    before = snapshot(connection)

    report = take(connection, path)

    assert report.counts["changed"] == 0, report.changes
    assert report.counts == {
        "rows": shown,
        "kept": 0,
        "new": 0,
        "changed": 0,
        "unchanged": shown,
        "new_sites": 0,
        "changed_sites": 0,
        "gone": 0,
    }
    assert report.errors == 0
    assert snapshot(connection) == before
