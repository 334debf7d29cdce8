"""Charsets: told from the bytes, whatever the file says, so that nobody sees «Ã¥»."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from areal.ingest.reading.charset import detect, named
from tests.support.sent_files import SQUARES, collection, feature, read, refused, write

TEXTS = ("Rådyrvegen 3 – øst", "ÆRFUGLÅSEN", "Åsnes", "Blåbærøya")
SAMI = ("Guovdageaidnu – Kárášjohka", "Čáhcesuolo", "Ŋuorttanjárga", "Unjárga åsen")


def shapefile(folder: Path, texts: tuple[str, ...], encoding: str, cpg: str | None) -> Path:
    """Write a shapefile whose table holds these bytes, and whose .cpg says something or nothing."""
    shapes = [SQUARES[0]] * len(texts)
    file = write(
        folder / "a.shp",
        "ESRI Shapefile",
        shapes=shapes,
        rows={"navn": ["x" * 60 for _ in texts]},
        encoding="ISO-8859-1",
    )
    table = bytearray((folder / "a.dbf").read_bytes())
    start, width = int.from_bytes(table[8:10], "little"), int.from_bytes(table[10:12], "little")
    for row, text in enumerate(texts):
        at = start + row * width + 1
        table[at : at + width - 1] = text.encode(encoding).ljust(width - 1)
    table[29] = 0
    (folder / "a.dbf").write_bytes(table)
    (folder / "a.cpg").unlink()
    if cpg is not None:
        (folder / "a.cpg").write_text(cpg)
    return file


class TestShapefiles:
    """The table of a shapefile names its charset in .cpg, which is missing or wrong."""

    @pytest.mark.parametrize(
        ("texts", "encoding", "cpg", "codes"),
        [
            (TEXTS, "utf-8", "UTF-8", set()),
            (TEXTS, "cp1252", "1252", set()),
            (TEXTS, "utf-8", None, {"encoding_guessed"}),
            (TEXTS, "cp1252", None, {"encoding_guessed"}),
            (TEXTS[1:], "cp865", None, {"encoding_guessed"}),
            (SAMI[1:], "iso8859_10", None, {"encoding_guessed"}),
            (TEXTS, "utf-8", "ISO-8859-1", {"encoding_overruled"}),
            (TEXTS, "cp1252", "UTF-8", {"encoding_overruled"}),
            (TEXTS[1:], "cp865", "ISO 88591", {"encoding_overruled"}),
            (("Skog", "Myr"), "ascii", None, set()),
        ],
    )
    def test_bytes_decide(
        self,
        texts: tuple[str, ...],
        encoding: str,
        cpg: str | None,
        codes: set[str],
        tmp_path: Path,
    ) -> None:
        found = read(shapefile(tmp_path, texts, encoding, cpg))
        assert found.columns["navn"] == list(texts)
        assert found.codes == codes

    def test_a_letter_cut_in_two_at_the_end_of_its_field(self, tmp_path: Path) -> None:
        file = shapefile(tmp_path, ("Ås", "y" * 59), "utf-8", "")
        table = bytearray((tmp_path / "a.dbf").read_bytes())
        table[table.rindex(b"y") + 1] = "ø".encode()[0]
        (tmp_path / "a.dbf").write_bytes(table)
        assert read(file).columns["navn"] == ["Ås", "y" * 59]

    def test_what_is_asked_for_wins(self, tmp_path: Path) -> None:
        file = shapefile(tmp_path, TEXTS[1:], "cp865", "UTF-8")
        found = read(file, encoding="cp865")
        assert found.columns["navn"] == list(TEXTS[1:])
        assert found.codes == set()
        assert refused(file, encoding="klingon") == "encoding_unknown"


class TestTexts:
    """Text files say their charset, or not, and may be in another."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_tables(self, encoding: str, tmp_path: Path) -> None:
        text = "gnr;navn\r\n" + "".join(f"{n};{name}\r\n" for n, name in enumerate(TEXTS))
        (tmp_path / "a.csv").write_bytes(text.encode(encoding))
        found = read(tmp_path / "a.csv")
        assert found.columns == {"gnr": ["0", "1", "2", "3"], "navn": list(TEXTS)}
        assert found.codes == ({"encoding_guessed"} if encoding == "cp1252" else set())

    def test_geojson_that_is_not_utf8(self, tmp_path: Path) -> None:
        tree = collection([feature(SQUARES[0], navn=TEXTS[0])], "EPSG:25833")
        (tmp_path / "a.geojson").write_bytes(json.dumps(tree, ensure_ascii=False).encode("cp1252"))
        found = read(tmp_path / "a.geojson")
        assert found.columns["navn"] == [TEXTS[0]]
        assert (found.told.encoding, found.codes) == ("CP1252", {"encoding_guessed"})

    @pytest.mark.parametrize(
        ("declared", "encoding"),
        [("ISO-8859-1", "latin-1"), ("UTF-8", "latin-1"), ("utf-8", "utf-8"), (None, "latin-1")],
    )
    def test_gml_that_lies(self, declared: str | None, encoding: str, tmp_path: Path) -> None:
        file = write(tmp_path / "a.gml", "GML", shapes=SQUARES[:1], rows={"navn": ["Ærfuglåsen"]})
        head = f'encoding="{declared}"' if declared else ""
        text = file.read_text("utf-8").replace('encoding="utf-8"', head)
        file.write_bytes(text.encode(encoding))
        found = read(file)
        assert found.columns["navn"] == ["Ærfuglåsen"]
        lied = encoding == "latin-1" and declared != "ISO-8859-1"
        assert found.codes == ({"encoding_overruled"} if lied else set())


class TestDetect:
    """What is valid UTF-8 is UTF-8; else the letters of the north decide."""

    @pytest.mark.parametrize("encoding", ["cp1252", "cp865", "mac_roman", "utf-8"])
    def test_norwegian(self, encoding: str) -> None:
        texts = [text.encode(encoding) for text in TEXTS[1:]]
        found = detect(texts, None)
        assert [text.decode(found) for text in texts] == list(TEXTS[1:])

    def test_a_claim_that_fits_is_believed(self) -> None:
        texts = [text.encode("latin-1") for text in TEXTS[1:]]
        assert detect(texts, "ISO8859-1") == "ISO8859-1"
        assert detect(texts, "CP865") == "CP1252"

    @pytest.mark.parametrize(
        ("name", "found"),
        [("ANSI 1252", "CP1252"), ("ISO 88591", "ISO8859-1"), ("65001", "UTF-8"), ("??", None)],
    )
    def test_names_as_programs_write_them(self, name: str, found: str | None) -> None:
        assert named(name) == found
