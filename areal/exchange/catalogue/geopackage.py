"""The catalogue as a GeoPackage: parcels, sites, about, and the data dictionary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyogrio

from areal.crs import STORAGE
from areal.exchange.catalogue import words
from areal.exchange.catalogue.arrow import GEOMETRY, batches, schema
from areal.exchange.catalogue.content import TABLES, Content

CRS = f"EPSG:{STORAGE}"


def write(content: Content, path: Path) -> int:
    """Write both tables with their outlines (EPSG:25833) and return the number of parcels.

    Rows go from the database to the file batch by batch. ``path`` must not exist.
    """
    for table in TABLES:
        form = schema(content, table)
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(form, batches(content, table)),
            path,
            layer=table,
            driver="GPKG",
            geometry_name=GEOMETRY,
            geometry_type="MultiPolygon",
            crs=CRS,
            layer_metadata=_metadata(content),
            layer_options={"IDENTIFIER": words.TABLE_TITLES[table].get(content.lang)},
        )
    _listing(
        path, words.ABOUT_LAYER, ("key", "label", "value"), content.about.lines(content.lang, CRS)
    )
    _listing(path, words.DICTIONARY_LAYER, _HEADS, _dictionary(content))
    return int(pyogrio.read_info(path, layer="parcels")["features"])


_HEADS = ("table", "key", "title", "meaning", "form", "unit", "codes")


def _dictionary(content: Content) -> Iterable[Sequence[str | None]]:
    lang = content.lang
    for table in TABLES:
        for column in content.columns[table]:
            told = column.described(lang)
            yield (table, *(told.get(name) for name in _HEADS[1:]))
    for code in content.codes:
        yield (f"code:{code.list}", code.code, code.label.get(lang), None, None, None, None)


def _listing(
    path: Path, layer: str, heads: Sequence[str], rows: Iterable[Sequence[str | None]]
) -> None:
    """Add a table of texts without geometry."""
    columns = list(zip(*rows, strict=True))
    form = pa.schema([pa.field(head, pa.string()) for head in heads])
    table = pa.table([pa.array(values, pa.string()) for values in columns], schema=form)
    pyogrio.write_arrow(table, path, layer=layer, driver="GPKG")


def _metadata(content: Content) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in content.about.members().items()
        if value is not None
    }


#: GDAL keeps the moment it writes as one setting of the process.
_clock = Lock()


def dated(content: Content, path: Path, moment: datetime) -> int:
    """Write a GeoPackage that tells ``moment`` as its last change: same rows, same bytes."""
    with _clock:
        pyogrio.set_gdal_config_options(
            {"OGR_CURRENT_DATE": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"}
        )
        try:
            return write(content, path)
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
