"""Tables: CSV in all its dialects and Excel, with their values as they are written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.support.sent_files import LIMITS, Limits, read, refused

WKT = "POLYGON ((337000 6676000, 337400 6676000, 337400 6676300, 337000 6676000))"


def csv(folder: Path, text: str) -> Path:
    (folder / "tomter.csv").write_bytes(text.encode())
    return folder / "tomter.csv"


class TestCsv:
    """Text with a separator; the same separator in most lines."""

    @pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_dialects(self, separator: str, end: str, tmp_path: Path) -> None:
        rows = [["gnr", "navn", "areal"], ["7", "Ås", "1 234"], ["12", "", "8.5"]]
        found = read(csv(tmp_path, end.join(separator.join(row) for row in rows)))
        assert found.columns == {"gnr": ["7", "12"], "navn": ["Ås", ""], "areal": ["1 234", "8.5"]}
        assert (found.told.format, found.told.geometry) == ("CSV", "none")
        assert found.shapes == [None, None]

    def test_numbers_with_commas_and_quoted_separators(self, tmp_path: Path) -> None:
        text = 'navn;areal\n"Åsen; felt ""B""";1 234,5\n"to\nlinjer";2,0\nGran;3,1\n'
        found = read(csv(tmp_path, text))
        assert found.columns["navn"] == ['Åsen; felt "B"', "to\nlinjer", "Gran"]
        assert found.columns["areal"] == ["1 234,5", "2,0", "3,1"]

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            (f'id;flate\n1;"{WKT}"\n', "wkt"),
            ("id;Øst;Nord\n1;337000;6676000\n", "coordinates"),
            ("id,lon,lat\n1,12.0,60.19\n", "coordinates"),
            ("gnr;bnr\n7;1\n", "none"),
        ],
    )
    def test_how_rows_tell_where_they_lie(self, text: str, kind: str, tmp_path: Path) -> None:
        assert read(csv(tmp_path, text)).told.geometry == kind

    def test_rows_too_short_and_too_long(self, tmp_path: Path) -> None:
        lines = ["a;b", *["1;2"] * 20, "3", "", "4;5;6", "7;8;"]
        found = read(csv(tmp_path, "\n".join(lines)))
        assert found.columns["a"][-3:] == ["3", "4", "7"]
        assert found.columns["b"][-3:] == [None, "5", "8"]
        (note,) = found.notes
        assert (note.code, note.values) == ("rows_ragged", {"count": 1, "row": 24})

    def test_names_left_out_or_used_twice(self, tmp_path: Path) -> None:
        found = read(csv(tmp_path, "navn;;navn\na;b;c\n"))
        assert found.columns == {"navn": ["a"], "kolonne 2": ["b"], "navn (3)": ["c"]}

    def test_many_rows_come_in_batches(self, tmp_path: Path) -> None:
        rows = "\n".join(f"{n};x" for n in range(9_000))
        found = read(csv(tmp_path, f"nr;b\n{rows}"))
        assert found.columns["nr"] == [str(n) for n in range(9_000)]
        assert found.firsts == (1, 4_097, 8_193)

    @pytest.mark.parametrize(
        "text", ["Kjære kommune,\nher er tomtene våre.\nHilsen oss\n", "bare en linje", "a\nb\nc\n"]
    )
    def test_text_that_is_no_table(self, text: str, tmp_path: Path) -> None:
        assert refused(csv(tmp_path, text)) == "unknown_format"

    def test_values_are_no_longer_than_allowed(self, tmp_path: Path) -> None:
        file = csv(tmp_path, f"a;b\n1;{'x' * 2_000}\n")
        few = Limits(**{**vars(LIMITS), "max_text": 1_000})
        assert refused(file, few) == "text_too_long"


class TestXlsx:
    """Excel: the sheet that is asked for or the first, numbers as numbers, dates as ISO text."""

    def book(self, folder: Path) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Tomter"
        sheet.append(["Gnr/bnr", "Navn", "Areal", "Solgt"])
        sheet.append(["7/1", "Ærfuglåsen", 12.5, None])
        sheet.append(["12/3", "Øvre", 8, "ja"])
        notes = book.create_sheet("Merknader")
        notes.append(["Hva"])
        notes.append(["Sjekk bnr"])
        book.save(folder / "tomter.xlsx")
        return folder / "tomter.xlsx"

    def test_first_sheet(self, tmp_path: Path) -> None:
        found = read(self.book(tmp_path))
        assert found.columns == {
            "Gnr/bnr": ["7/1", "12/3"],
            "Navn": ["Ærfuglåsen", "Øvre"],
            "Areal": [12.5, 8.0],
            "Solgt": [None, "ja"],
        }
        assert found.told.layers == ("Tomter", "Merknader")
        assert (found.told.layer, found.codes) == ("Tomter", {"layer_chosen"})

    def test_the_sheet_asked_for(self, tmp_path: Path) -> None:
        file = self.book(tmp_path)
        assert read(file, layer="merknader").columns == {"Hva": ["Sjekk bnr"]}
        assert refused(file, layer="Ark1") == "no_such_layer"

    def test_other_office_files_are_named(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "brev.xlsx", "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        assert refused(tmp_path / "brev.xlsx") == "known_but_not_read"
