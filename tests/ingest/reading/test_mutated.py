"""Good files made bad in many ways: each is read or refused within limits, whatever it was."""

from __future__ import annotations

import json
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from areal.ingest.reading import FileRefused
from tests.support.sent_files import (
    LIMITS,
    SQUARES,
    collection,
    feature,
    read,
    refused,
    saved,
    write,
    zipped,
)

pytestmark = pytest.mark.slow

SMALL = replace(LIMITS, timeout_ms=20_000, memory_mb=1_024, max_vertices=100_000)
Make = Callable[[Path], Path]


def _shapefile(folder: Path) -> Path:
    write(folder / "felt.shp", "ESRI Shapefile", encoding="UTF-8")
    return zipped(folder / "felt.zip", {part.name: part for part in folder.glob("felt.*")})


def _parquet(folder: Path, *wkb: bytes) -> Path:
    geo = {"version": "1.1.0", "primary_column": "g", "columns": {"g": {"encoding": "WKB"}}}
    shapes = list(wkb or shapely.to_wkb(SQUARES))
    table = pa.table({"g": pa.array(shapes, pa.binary()), "navn": ["a"] * len(shapes)})
    table = table.replace_schema_metadata({b"geo": json.dumps(geo).encode()})
    pq.write_table(table, folder / "felt.parquet", use_dictionary=False, write_statistics=False)
    return folder / "felt.parquet"


def _xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (["gnr", "navn"], [7, "Åsen"], [12, "Øvre"]):
        book.active.append(row)
    book.save(folder / "felt.xlsx")
    return folder / "felt.xlsx"


def _csv(folder: Path) -> Path:
    (folder / "felt.csv").write_text("gnr;navn\n7;Åsen\n12;«Øvre»\n", "utf-8")
    return folder / "felt.csv"


def _geojson(folder: Path) -> Path:
    features = [feature(shape, navn="Å") for shape in SQUARES]
    return saved(folder / "felt.geojson", collection(features, "EPSG:25833"))


#: Ending → what writes a good file with it, and how many of each mutation are tried.
GOOD: dict[str, tuple[Make, int]] = {
    "gpkg": (lambda folder: write(folder / "felt.gpkg", "GPKG"), 10),
    "shapefile": (_shapefile, 8),
    "geojson": (_geojson, 6),
    "gml": (lambda folder: write(folder / "felt.gml", "GML"), 6),
    "kml": (lambda folder: write(folder / "felt.kml", "LIBKML", crs="EPSG:25833"), 4),
    "fgb": (lambda folder: write(folder / "felt.fgb", "FlatGeobuf", SPATIAL_INDEX="NO"), 10),
    "parquet": (_parquet, 10),
    "csv": (_csv, 7),
    "xlsx": (_xlsx, 6),
}


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 4, 32))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def _numbers(content: bytes, chance: random.Random) -> bytes:
    """Put a number where it may be taken for a length or an offset."""
    changed = bytearray(content)
    number = chance.choice((0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0, 0x00FFFFFF))
    at = chance.randrange(max(len(changed) - 4, 1))
    changed[at : at + 4] = struct.pack(chance.choice(("<I", ">I")), number)
    return bytes(changed)


def mutants(kind: str, folder: Path) -> Iterator[Path]:
    """Write the mutants of a good file; the same ones each time."""
    make, count = GOOD[kind]
    good = make(folder)
    content = good.read_bytes()
    for change in (_flipped, _cut, _numbers):
        for number in range(count):
            chance = random.Random(f"{kind}-{change.__name__}-{number}")  # noqa: S311 - the same each time
            # The name is not believed either: every third is renamed.
            ending = chance.choice(("gml", "zip", "gpkg")) if number % 3 == 2 else good.suffix[1:]
            path = folder / f"{change.__name__}{number}.{ending}"
            path.write_bytes(change(content, chance))
            yield path


def outcome(path: Path) -> str:
    try:
        found = read(path, SMALL)
    except FileRefused as error:
        return error.reason if error.told("nb") else ""
    assert len(found.shapes) < 100
    return "read"


def test_there_are_enough() -> None:
    assert sum(3 * count for _, count in GOOD.values()) >= 200


@pytest.mark.parametrize("kind", GOOD)
def test_mutants_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(outcome, mutants(kind, tmp_path)))
    assert len(told) == 3 * GOOD[kind][1]
    # Most are damaged enough to be noticed, and none takes its time or its memory to the end.
    assert "took_too_long" not in told
    assert set(told) - {"read"}


class TestHuge:
    """Files that are made to grow, or to fill what there is."""

    def test_ten_million_points(self, tmp_path: Path) -> None:
        count = 10_000_000
        # Zigzag: what it is like does not matter, and it is quick to write.
        ring = np.tile([[337_000.0, 6_676_000.0], [337_900.0, 6_676_900.0]], (count // 2, 1))
        ring[-1] = ring[0]
        wkb = struct.pack("<BIII", 1, 3, 1, count) + ring.tobytes()
        assert refused(_parquet(tmp_path, wkb), SMALL) == "too_many_vertices"

    @pytest.mark.parametrize("kind", ["gml", "kml"])
    def test_billion_laughs(self, kind: str, tmp_path: Path) -> None:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        name = "http://www.opengis.net/gml" if kind == "gml" else "http://www.opengis.net/kml/2.2"
        (tmp_path / f"latter.{kind}").write_text(
            f'<!DOCTYPE kml [<!ENTITY l0 "ha">{laughs}]><kml xmlns="{name}">&l9;</kml>'
        )
        assert refused(tmp_path / f"latter.{kind}", SMALL) == "xml_doctype"

    def test_laughs_in_excel(self, tmp_path: Path) -> None:
        file = _xlsx(tmp_path)
        with zipfile.ZipFile(file) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        laugh = b'<!DOCTYPE a [<!ENTITY a "ha">]>'
        members["xl/workbook.xml"] = laugh + members["xl/workbook.xml"]
        assert refused(zipped(tmp_path / "latter.xlsx", members), SMALL) == "unreadable"

    def test_many_columns_rows_and_deep_trees(self, tmp_path: Path) -> None:
        columns = dict.fromkeys(map(str, range(600)), 1)
        wide = saved(tmp_path / "b.json", collection([feature(None, **columns)]))
        assert refused(wide, SMALL) == "too_many_columns"
        long = write(tmp_path / "l.gpkg", "GPKG", shapes=[SQUARES[0]] * 50, rows={"n": [1] * 50})
        assert refused(long, replace(SMALL, max_features=49)) == "too_many_features"
        deep = '<a xmlns:gml="http://www.opengis.net/gml">' + "<b>" * 50_000
        (tmp_path / "d.gml").write_text(deep)
        assert refused(tmp_path / "d.gml", SMALL) in ("xml_broken", "unreadable")
        assert refused(long, replace(SMALL, max_bytes=10)) == "too_many_bytes"
