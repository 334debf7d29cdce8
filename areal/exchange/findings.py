"""Every finding that is asked for as one file: CSV in two flavours, or a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from areal.exchange import csv_file, words
from areal.exchange.columns import COLUMNS
from areal.exchange.table import Value, rows
from areal.exchange.xlsx_file import Workbook
from areal.queries import Connection, codes, layers
from areal.queries.filters import ParcelFilter
from areal.queries.layers import Layer
from areal.queries.revision import Revision


class Flavour(StrEnum):
    """``PLAIN`` is for programs, ``EXCEL`` what Excel in Norway opens as a table."""

    PLAIN = "plain"
    EXCEL = "excel"


@dataclass(frozen=True, slots=True)
class Export:
    """Which findings are asked for, in which language; ``told`` says the filter in words."""

    wanted: ParcelFilter = field(default_factory=ParcelFilter)
    lang: str = "nb"
    told: str = ""


def write_csv(
    connection: Connection, revision: Revision, export: Export, flavour: Flavour, out: BinaryIO
) -> int:
    """Write the findings as CSV to ``out`` and return their number.

    The plain flavour is headed by the keys of the columns, the other by words.
    """
    plain = flavour is Flavour.PLAIN
    heads = [column.key if plain else column.title.get(export.lang) for column in COLUMNS]
    dialect = csv_file.PLAIN if plain else csv_file.EXCEL_NB
    found = rows(connection, revision, export.wanted, export.lang)
    return csv_file.write(out, heads, found, dialect)


def write_xlsx(connection: Connection, revision: Revision, export: Export, path: Path) -> int:
    """Write the findings as a workbook at ``path`` and return their number."""
    lang = export.lang
    used = layers.list_layers(connection)
    names = codes.labels(connection, lang)
    book = Workbook(path)
    book.pairs(words.ABOUT.get(lang), _about(revision, export, used))
    heads = [column.title.get(lang) for column in COLUMNS]
    found = rows(connection, revision, export.wanted, lang)
    count = book.findings(words.FINDINGS.get(lang), heads, found)
    _explain(book, lang, used, names)
    book.close()
    return count


def _about(
    revision: Revision,
    export: Export,
    used: Sequence[Layer],
) -> Iterator[tuple[str, Value]]:
    """Yield what a reader must know of the table, the notices first."""
    lang, strategy = export.lang, revision.strategy
    licences = sorted({layer.licence for layer in used if layer.licence})
    finished = revision.finished_at
    values: dict[str, Value] = {
        "notice": (revision.notice or words.REAL).get(lang),
        "guidance": (strategy.notice or words.GUIDANCE).get(lang),
        "strategy": strategy.title.get(lang),
        "strategy_id": strategy.strategy_id,
        "status": strategy.status,
        "sha256": strategy.sha256,
        "run": revision.run_id,
        "as_of": revision.as_of.isoformat(),
        "finished": finished.isoformat(sep=" ", timespec="seconds") if finished else None,
        "published": revision.published_at.isoformat(sep=" ", timespec="seconds"),
        "engine": revision.engine_version,
        "filter": export.told or words.NOTHING.get(lang),
        "licence": "; ".join(licences),
    }
    yield words.TITLE.get(lang), None
    for key, value in values.items():
        yield words.HEAD[key].get(lang), str(value) if value is not None else None


def _explain(
    book: Workbook, lang: str, used: Sequence[Layer], names: Mapping[str, Mapping[str, str]]
) -> None:
    book.listing(
        words.COLUMNS.get(lang),
        [item.get(lang) for item in (words.KEY, words.HEADING, words.MEANING)],
        (18, 22, 90),
        [(c.key, c.title.get(lang), c.what(lang)) for c in COLUMNS],
    )
    told = [
        (code, names.get("verdict", {}).get(code, code), meaning.get(lang))
        for code, meaning in words.VERDICTS.items()
    ]
    reasons = [(code, "", meaning.get(lang)) for code, meaning in words.REASONS.items()]
    book.listing(
        words.CODES.get(lang),
        [item.get(lang) for item in (words.CODE, words.HEADING, words.MEANING)],
        (22, 22, 90),
        [*told, *reasons],
    )
    book.listing(
        words.LAYERS.get(lang),
        [
            item.get(lang)
            for item in (words.LAYER, words.SOURCE, words.DATE, words.LICENCE, words.ATTRIBUTION)
        ],
        (30, 50, 12, 18, 40),
        [
            (
                layer.title.get(lang),
                layer.source,
                layer.source_date,
                layer.licence,
                layer.attribution,
            )
            for layer in used
            if layer.loaded
        ],
    )
