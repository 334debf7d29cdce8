"""SOSI: charset from the bytes, north-east systems relabelled, a clear word where no driver is."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely

from areal.ingest.reading import sosi
from areal.ingest.reading.refused import FileRefused
from tests.support.sent_files import read, refused

needs_driver = pytest.mark.skipif(
    shutil.which("ogr2ogr") is None, reason="ogr2ogr is not on this machine (gdal-bin)"
)
TEXT = """.HODE
..TEGNSETT {charset}
..TRANSPAR
...KOORDSYS {system}
...ORIGO-NØ 0 0
...ENHET 0.01
..OMRÅDE
...MIN-NØ 6675000 336000
...MAX-NØ 6677000 340000
..SOSI-VERSJON 4.5
..SOSI-NIVÅ 3
.KURVE 1:
..OBJTYPE RpGrense
..NØ
667600000 33700000 ...KP 1
..NØ
667600000 33740000
667630000 33740000
667630000 33700000
667600000 33700000 ...KP 1
.FLATE 2:
..OBJTYPE RpArealformålOmråde
..NAVN "Ærfuglåsen {more}"
..REF :1
..NØ
667610000 33720000
"""
#: A quarter of a circle of 1000 m around 337000, 6676000, in centimetres.
ARC = [
    (round(33_700_000 + 100_000 * math.cos(turn)), round(667_600_000 + 100_000 * math.sin(turn)))
    for turn in (0, math.pi / 4, math.pi / 2)
]
SQUARE = shapely.box(337_000, 6_676_000, 337_400, 6_676_300)


def written(
    folder: Path,
    *,
    charset: str = "UTF-8",
    encoding: str = "utf-8",
    system: int = 23,
    end: str = ".SLUTT\n",
    more: str = "øst",
) -> Path:
    text = TEXT.format(charset=charset, system=system, more=more) + end
    (folder / "plan.sos").write_bytes(text.encode(encoding))
    return folder / "plan.sos"


@needs_driver
class TestDriver:
    """With the driver there, every file comes in as it is meant."""

    @pytest.mark.parametrize(
        ("charset", "encoding", "lies"),
        [
            ("UTF-8", "utf-8", False),
            ("UTF-8", "utf-8-sig", False),
            ("ISO8859-1", "latin-1", False),
            ("ISO8859-10", "iso8859_10", False),
            ("ANSI", "cp1252", False),
            ("ISO8859-10", "utf-8", True),
            ("UTF-8", "latin-1", True),
            ("ISO8859-1", "cp865", True),
        ],
    )
    def test_charsets(self, charset: str, encoding: str, lies: bool, tmp_path: Path) -> None:
        found = read(written(tmp_path, charset=charset, encoding=encoding))
        assert found.columns["navn"] == ["Ærfuglåsen øst"]
        assert found.told.format == "SOSI"
        assert ("encoding_overruled" in found.codes) is lies

    def test_sami_letters(self, tmp_path: Path) -> None:
        found = read(written(tmp_path, more="Čáhcesuolu ŋ"))
        assert found.columns["navn"] == ["Ærfuglåsen Čáhcesuolu ŋ"]

    @pytest.mark.parametrize(("system", "crs"), [(22, 25832), (23, 25833), (25, 25835)])
    def test_systems_are_relabelled(self, system: int, crs: int, tmp_path: Path) -> None:
        found = read(written(tmp_path, system=system))
        assert found.told.crs == f"EPSG:{crs}"
        assert "crs_relabelled" in found.codes
        assert found.shapes[0].symmetric_difference(SQUARE).area < 1
        assert found.told.layers == ("lines", "polygons")
        assert (found.told.layer, found.told.features) == ("polygons", 1)

    def test_an_end_mark_left_out_is_told(self, tmp_path: Path) -> None:
        found = read(written(tmp_path, end=""))
        assert found.columns["navn"] == ["Ærfuglåsen øst"]
        assert "end_missing" in found.codes

    def test_arcs_are_as_near_as_is_told_and_what_is_not_drawn_is_named(
        self, tmp_path: Path
    ) -> None:
        file = written(tmp_path)
        lines = file.read_text("utf-8").replace(".SLUTT\n", "")
        arc = "\n".join(f"..NØ\n{y} {x}" for x, y in ARC)
        text = f"{lines}.BUEP 5:\n..OBJTYPE RpGrense\n{arc}\n"
        file.write_text(f"{text}.SLUTT\n", "utf-8")
        found = read(file, layer="lines")
        points = shapely.get_coordinates(found.shapes[-1])
        middles = (points[1:] + points[:-1]) / 2 - (337_000, 6_676_000)
        assert len(points) > 80
        assert (1_000 - np.hypot(*middles.T)).max() < 0.05
        assert "arcs_by_degree" in found.codes
        ends = "\n".join(f"..NØ\n{y} {x}" for x, y in (ARC[0], ARC[2]))
        file.write_text(f"{text}.BUE 6:\n..OBJTYPE A\n..RADIUS 1000\n{ends}\n.SLUTT\n", "utf-8")
        assert refused(file) == "sosi_objects_unread"

    def test_what_the_driver_complains_of_is_told(self, tmp_path: Path) -> None:
        file = written(tmp_path)
        file.write_text(file.read_text("utf-8").replace("...KP 1\n..NØ", "...KP 1"), "utf-8")
        (note,) = [each for each in read(file).notes if each.code == "program_complains"]
        assert "KP" in note.told("nb")

    def test_the_folder_of_the_file_is_left_as_it_was(self, tmp_path: Path) -> None:
        file = written(tmp_path)
        read(file)
        assert list(tmp_path.iterdir()) == [file]

    def test_what_the_driver_can_not_read_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.sos").write_text(".HODE\n..TEGNSETT UTF-8\n.SLUTT\n")
        assert refused(tmp_path / "a.sos") == "sosi_unreadable"


def test_without_the_driver_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sosi, "_PLACES", "/nowhere")
    with pytest.raises(FileRefused) as caught:
        sosi._program()
    assert caught.value.reason == "sosi_driver_missing"
    assert "gdal-bin" in caught.value.way_out("nb")


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell")
def test_a_gdal_without_sosi_is_no_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ogr2ogr"
    program.write_text("#!/bin/sh\necho '  GPKG -raster,vector- (rw+vs): GeoPackage'\n")
    program.chmod(0o755)
    monkeypatch.setattr(sosi, "_PLACES", str(tmp_path))
    with pytest.raises(FileRefused) as caught:
        sosi._program()
    assert caught.value.reason == "sosi_driver_missing"
