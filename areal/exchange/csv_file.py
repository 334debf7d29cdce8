"""Findings as CSV: plain for programs, or the way Excel in Norway opens without being asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from areal.exchange.table import Value

#: A spreadsheet takes a text that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Dialect:
    """How values are parted and numbers written."""

    delimiter: str
    decimal: str
    encoding: str


PLAIN = Dialect(",", ".", "utf-8")
#: The byte order mark tells Excel that it is UTF-8; the rest is what it reads in Norway.
EXCEL_NB = Dialect(";", ",", "utf-8-sig")


def write(
    out: BinaryIO, heads: Sequence[str], rows: Iterable[Sequence[Value]], dialect: Dialect
) -> int:
    """Write heads and rows to ``out``, which stays open; return the number of rows."""
    text = io.TextIOWrapper(out, encoding=dialect.encoding, newline="", write_through=False)
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerow([neutral(head) for head in heads])
    count = 0
    for row in rows:
        writer.writerow([written(value, dialect.decimal) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def written(value: Value, decimal: str) -> str:
    """Write one value: nothing for what is not known, days as ISO, texts without formulas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # Never 1e-05: a spreadsheet with decimal comma takes that for a text.
        return format(Decimal(repr(value)), "f").replace(".", decimal)
    return str(value)


def neutral(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
