"""What goes into a file, whatever its format: the head, the columns, and the rows as a stream."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from areal.exchange.catalogue.about import About, of_moment, of_published
from areal.exchange.catalogue.columns import (
    BETWEEN,
    CatalogueColumn,
    published_columns,
    register_columns,
)
from areal.queries import Connection, catalogue, codes, revision
from areal.queries.catalogue import Row, Shape, Table
from areal.queries.codes import Code

TABLES: tuple[Table, ...] = ("parcels", "sites")

#: A value as the formats write it; a date is a date, a list a text.
Value = str | float | int | bool | date | None


@dataclass(frozen=True)
class Item:
    """One parcel or site: the values of its columns, and its outline in the shape asked for."""

    values: tuple[Value, ...]
    outline: Any


@dataclass(frozen=True)
class Content:
    """What is to be written; ``rows`` reads a table as a stream, once for each file."""

    about: About
    lang: str
    codes: tuple[Code, ...]
    columns: Mapping[Table, tuple[CatalogueColumn, ...]]
    rows: Callable[[Table, Shape], Iterator[Row]]

    def items(self, table: Table, shape: Shape) -> Iterator[Item]:
        """Yield the rows of a table with their values in the order of its columns."""
        columns, outline = self.columns[table], "wkb" if shape == "wkb" else "outline"
        names = {(c.list, c.code): c.label.get(self.lang) for c in self.codes}
        for row in self.rows(table, shape):
            yield Item(tuple(_value(row, column, names) for column in columns), row[outline])


def published(
    connection: Connection,
    lang: str = "nb",
    kommuner: Sequence[str] = (),
    sites: Sequence[str] = (),
) -> Content:
    """Return the published catalogue, of some kommuner or all, and of some sites or all.

    Raises ``NothingPublished``.
    """
    head = of_published(
        revision.current(connection),
        revision.region(connection),
        catalogue.sources(connection),
        kommuner,
        sites,
    )
    return Content(
        about=head,
        lang=lang,
        codes=codes.list_codes(connection),
        columns={table: published_columns(table) for table in TABLES},
        rows=lambda table, shape: catalogue.published_rows(
            connection, table, shape, kommuner, sites
        ),
    )


def as_of(
    connection: Connection, moment: datetime, lang: str = "nb", kommuner: Sequence[str] = ()
) -> Content:
    """Return the register as it stood at ``moment``: for staff, on a connection of the app role."""
    read = {"parcels": catalogue.parcels_as_of, "sites": catalogue.sites_as_of}
    return Content(
        about=of_moment(
            moment, revision.region(connection), catalogue.sample_notice(connection), kommuner
        ),
        lang=lang,
        codes=codes.list_codes(connection),
        columns={table: register_columns(table) for table in TABLES},
        rows=lambda table, shape: read[table](connection, moment, shape, kommuner),
    )


def _value(row: Row, column: CatalogueColumn, names: Mapping[tuple[str, str], str]) -> Value:
    if column.text_of is not None:
        code = row[column.text_of]
        return None if code is None else names.get((column.text_of, str(code)))
    value = row[column.key]
    if value is None:
        return None
    if column.form == "list":
        return BETWEEN.join(value) or None
    if column.form == "json":
        return json.dumps(value, ensure_ascii=False)
    if column.form == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    found: Value = value.isoformat() if isinstance(value, datetime) else value
    return found
