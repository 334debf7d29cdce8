"""Zip files: one map in them, nothing that leads out, and no more than is allowed."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.sent_files import LIMITS, collection, feature, read, refused, saved, zipped

MAP = b'{"type": "FeatureCollection", "features": []}'


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"../../ut.geojson": MAP}, "zip_unsafe"),
        ({"/etc/kart.geojson": MAP}, "zip_unsafe"),
        ({"a/../../ut.geojson": MAP}, "zip_unsafe"),
        ({"..\\ut.geojson": MAP}, "zip_unsafe"),
        ({"C:\\kart.geojson": MAP}, "zip_unsafe"),
        ({"les.pdf": b"%PDF"}, "zip_without_map"),
        ({"indre.zip": b"PK"}, "zip_nested"),
        ({"indre.kmz": b"PK", "les.pdf": b"%PDF"}, "zip_nested"),
        ({"a.gpkg": b"PK\x03\x04"}, "known_but_not_read"),
        ({"a.gpkg": b"tull\x00"}, "known_but_not_read"),
        ({"a.geojson": b""}, "empty_file"),
        ({"a.geojson": MAP, "b.gml": b"<a/>"}, "zip_several"),
        ({"a.shp": b"x", "b.shp": b"y"}, "zip_several"),
        ({f"{n}.txt": b"" for n in range(5_001)}, "zip_crowded"),
    ],
)
def test_refused(members: dict[str, bytes], reason: str, tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "a.zip", members)) == reason


def test_links_and_passwords(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("kart.geojson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refused(tmp_path / "a.zip") == "zip_unsafe"
    content = bytearray(zipped(tmp_path / "b.zip", {"kart.geojson": MAP}).read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "b.zip").write_bytes(content)
    assert refused(tmp_path / "b.zip") == "zip_locked"


def test_bombs(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "a.zip", {"kart.geojson": b" " * 60_000_000})
    assert refused(bomb) == "zip_bomb"
    # The size a zip file states may be a lie: what comes out is counted.
    content = bytearray(bomb.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    bomb.write_bytes(content)
    assert refused(bomb) in ("zip_broken", "unpacked_too_large")
    much = zipped(tmp_path / "b.zip", {"kart.geojson": MAP + b" " * 1_000_000})
    assert refused(much, replace(LIMITS, max_unpacked_bytes=100_000)) == "unpacked_too_large"


def test_a_map_among_remarks(tmp_path: Path) -> None:
    file = saved(tmp_path / "a.geojson", collection([feature(None, navn="Ås")], "EPSG:25833"))
    members = {"les meg.txt": b"hei", "metadata.xml": b"<x/>", "mappe/kart.geojson": file}
    found = read(zipped(tmp_path / "a.zip", members))
    assert (found.told.format, found.told.name) == ("GeoJSON", "kart")
    assert found.columns["navn"] == ["Ås"]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    read(zipped(tmp_path / "a.zip", {"kart.geojson": MAP}))
    refused(zipped(tmp_path / "b.zip", {"../ut.geojson": MAP}))
    assert list((tmp_path / "tmp").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.zip", "tmp"]
