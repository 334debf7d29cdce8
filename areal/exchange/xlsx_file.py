"""A workbook written row by row: tables with typed columns, lists, and labels with values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from areal.exchange.columns import COLUMNS, Column
from areal.exchange.table import Value

#: A sheet holds 1 048 576 rows; what is more goes on to the next.
_ROWS_A_SHEET = 1_000_000
#: Tint and ink of the verdicts, as on the pages; the words stand beside them.
_TINTS = {
    "met": ("#DCEFE8", "#0A5A45"),
    "consider": ("#FBEFCD", "#6B4A00"),
    "deviates": ("#F3E0DC", "#8C2513"),
    "not_mapped": ("#ECEFF1", "#3C4850"),
    "missing": ("#ECEFF1", "#3C4850"),
    "error": ("#ECEFF1", "#3C4850"),
}
_NUMBERS = {"number": "#,##0.0###", "share": "0.0%", "whole": "0", "date": "yyyy-mm-dd"}
_KEYS = [column.key for column in COLUMNS]
_VERDICT, _WORDS, _UNIT = (_KEYS.index(key) for key in ("verdict", "verdict_text", "unit"))
#: Code, site and label stay in sight while one scrolls.
_FROZEN = _KEYS.index("site_name")


class Workbook:
    """A workbook written row by row: no number of rows fills memory."""

    def __init__(self, path: Path) -> None:
        # A text is a text: none becomes a formula, a link or a number.
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": True,
            },
        )
        self._head = self._book.add_format({"bold": True, "bottom": 2, "valign": "bottom"})
        self._bold = self._book.add_format({"bold": True, "valign": "top"})
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._forms = {
            form: self._book.add_format({"num_format": pattern})
            for form, pattern in _NUMBERS.items()
        }
        self._tints = {
            verdict: self._book.add_format({"bg_color": tint, "font_color": ink})
            for verdict, (tint, ink) in _TINTS.items()
        }

    def findings(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
        """Write the table of findings, verdicts tinted; return the number of rows."""

        def tinted(row: Sequence[Value]) -> dict[int, Any]:
            tint = self._tints.get(str(row[_VERDICT]))
            return {_VERDICT: tint, _WORDS: tint}

        return self.table(name, COLUMNS, heads, rows, frozen=_FROZEN, styled=tinted)

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        heads: Sequence[str],
        rows: Iterable[Sequence[Value]],
        *,
        frozen: int,
        styled: Callable[[Sequence[Value]], Mapping[int, Any]] | None = None,
    ) -> int:
        """Write a table, on as many sheets as it takes; return the number of rows.

        ``frozen`` columns stay in sight; ``styled`` gives cells of a row a format of their own.
        """
        sheet, count, part = self._sheet(name, columns, heads, frozen), 0, 1
        for row in rows:
            if count and count % _ROWS_A_SHEET == 0:
                self._close(sheet, _ROWS_A_SHEET, len(columns))
                part += 1
                sheet = self._sheet(f"{name} {part}", columns, heads, frozen)
            own = styled(row) if styled else {}
            self._row(sheet, count % _ROWS_A_SHEET + 1, columns, row, own)
            count += 1
        self._close(sheet, count - (part - 1) * _ROWS_A_SHEET, len(columns))
        return count

    def pairs(self, name: str, pairs: Iterable[tuple[str, Value]]) -> None:
        """Write a sheet of labels and values."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 90)
        for number, (label, value) in enumerate(pairs):
            sheet.write_string(number, 0, label, self._bold)
            self._cell(sheet, number, 1, value, self._wrap)

    def listing(
        self,
        name: str,
        heads: Sequence[str],
        widths: Sequence[int],
        rows: Iterable[Sequence[Value]],
    ) -> None:
        """Write a sheet with a small table of texts."""
        sheet = self._book.add_worksheet(name)
        for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, head, self._head)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                self._cell(sheet, number, place, value, self._wrap)

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _sheet(
        self, name: str, columns: Sequence[Column], heads: Sequence[str], frozen: int
    ) -> Any:
        sheet = self._book.add_worksheet(name)
        for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, head, self._head)
        sheet.freeze_panes(1, frozen)
        return sheet

    def _close(self, sheet: Any, rows: int, width: int) -> None:
        sheet.autofilter(0, 0, max(rows, 1), width - 1)

    def _row(
        self,
        sheet: Any,
        number: int,
        columns: Sequence[Column],
        row: Sequence[Value],
        own: Mapping[int, Any],
    ) -> None:
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            self._cell(sheet, number, place, value, own.get(place, self._form(column)))

    def _form(self, column: Column) -> Any:
        return self._forms.get(column.form)

    def _cell(self, sheet: Any, number: int, place: int, value: Value, form: Any) -> None:
        if value is None:
            return
        if isinstance(value, str):
            sheet.write_string(number, place, value, form)
        elif isinstance(value, date):
            sheet.write_datetime(number, place, value, self._forms["date"])
        else:
            sheet.write_number(number, place, value, form)
