"""The catalogue as a workbook: about, the data dictionary, sites, parcels, and the codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from areal.exchange.catalogue import words
from areal.exchange.catalogue.columns import CatalogueColumn
from areal.exchange.catalogue.content import TABLES, Content, Value
from areal.exchange.columns import Words
from areal.exchange.xlsx_file import Workbook
from areal.queries.catalogue import Table
from areal.queries.texts import Text

#: A cell holds no more characters than this.
CELL = 32_767
_HEADS = (
    words.TABLE,
    words.HEADING,
    words.KEY,
    words.MEANING,
    words.FORM,
    words.UNIT,
    words.LIST,
)
_FROZEN: dict[Table, int] = {"parcels": 2, "sites": 2}


def write(content: Content, path: Path) -> int:
    """Write the workbook at ``path`` and return the number of parcels.

    Outlines are WKT (EPSG:25833); one too long for a cell is left out, and a note says so.
    """
    lang = content.lang
    book = Workbook(path)
    about = content.about.lines(lang, "EPSG:25833")
    book.pairs(words.ABOUT.get(lang), ((label, value) for _, label, value in about))
    _dictionary(book, content)
    counts = {table: _table(book, content, table) for table in reversed(TABLES)}
    _codes(book, content)
    book.close()
    return counts["parcels"]


def _table(book: Workbook, content: Content, table: Table) -> int:
    columns = (*content.columns[table], *_OUTLINE)
    heads = [column.title.get(content.lang) for column in columns]
    name = words.TABLE_TITLES[table].get(content.lang)
    return book.table(name, columns, heads, _rows(content, table), frozen=_FROZEN[table])


def _rows(content: Content, table: Table) -> Iterator[tuple[Value, ...]]:
    note = words.TOO_LONG.get(content.lang)
    yes, no = words.YES.get(content.lang), words.NO.get(content.lang)
    for item in content.items(table, "wkt"):
        values = ((yes if v else no) if isinstance(v, bool) else _fitting(v) for v in item.values)
        fits = item.outline is None or len(item.outline) <= CELL
        yield (*values, *((item.outline, None) if fits else (None, note)))


def _fitting(value: Value) -> Value:
    """Cut a text that is longer than a cell; only free texts could be."""
    return value[:CELL] if isinstance(value, str) else value


def _dictionary(book: Workbook, content: Content) -> None:
    lang = content.lang
    book.listing(
        words.DICTIONARY.get(lang),
        [head.get(lang) for head in _HEADS],
        (12, 30, 24, 80, 16, 10, 16),
        [
            (
                words.TABLE_TITLES[table].get(lang),
                column.title.get(lang),
                column.key,
                column.what(lang),
                words.FORMS[column.form].get(lang),
                column.unit,
                column.codes,
            )
            for table in reversed(TABLES)
            for column in (*content.columns[table], *_OUTLINE)
        ],
    )


def _codes(book: Workbook, content: Content) -> None:
    lang = content.lang
    used = {c.codes for table in TABLES for c in content.columns[table] if c.codes}
    book.listing(
        words.CODES.get(lang),
        [head.get(lang) for head in (words.LIST, words.CODE, words.MEANING)],
        (20, 22, 60),
        [(c.list, c.code, c.label.get(lang)) for c in content.codes if c.list in used],
    )


def _column(key: str, title: Text, what: Text, width: int) -> CatalogueColumn:
    return CatalogueColumn(
        key=key,
        title=Words(nb=title.nb, en=title.en),
        nb=what.nb,
        en=what.en,
        form="text",
        width=width,
    )


_OUTLINE = (
    _column("wkt", words.WKT, words.WKT_MEANING, 30),
    _column("wkt_note", words.WKT_NOTE, words.WKT_NOTE_MEANING, 30),
)
