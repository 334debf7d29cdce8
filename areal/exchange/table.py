"""From finding to row: the values of the columns, with what every row shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from areal.exchange import words
from areal.exchange.columns import COLUMNS
from areal.queries import Connection
from areal.queries.filters import ParcelFilter
from areal.queries.plan_export import FindingRow, finding_rows
from areal.queries.revision import Revision

Value = str | float | int | date | None

_OWN = frozenset(field.name for field in fields(FindingRow))


def rows(
    connection: Connection, revision: Revision, wanted: ParcelFilter, lang: str
) -> Iterator[tuple[Value, ...]]:
    """Yield the values of ``COLUMNS`` for every asked finding, read as a stream."""
    shared = _shared(revision, lang)
    for row in finding_rows(connection, wanted, lang):
        yield tuple(_value(row, column.key, shared, lang) for column in COLUMNS)


def _shared(revision: Revision, lang: str) -> dict[str, Any]:
    sample = words.NO if revision.notice is None else words.YES
    return {
        "run_id": revision.run_id,
        "as_of": revision.as_of,
        "strategy": revision.strategy.strategy_id,
        "sample": sample.get(lang),
    }


def _value(row: FindingRow, key: str, shared: dict[str, Any], lang: str) -> Value:
    if key == "reason_text":
        told = words.REASONS.get(row.reason or "")
        return told.get(lang) if told else None
    value: Value = getattr(row, key) if key in _OWN else shared[key]
    return value
