"""The columns of an export of sites and parcels, with what each means: one list for all formats."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from areal.exchange.columns import Column, Part
from areal.queries.catalogue import Table
from areal.yaml_files import read_typed

#: What stands between the texts of a list.
BETWEEN = "; "


class CatalogueColumn(Column):
    """A column with its unit and code list; see the head of columns.yaml."""

    unit: str | None = None
    codes: str | None = None
    #: The column whose code this one says in words.
    text_of: str | None = None
    origin: Literal["own", "told"] = "own"
    since: Literal["both", "published", "register"] = "both"

    def described(self, lang: str) -> dict[str, Any]:
        """Return the column's entry in a data dictionary."""
        entry = {
            "key": self.key,
            "title": self.title.get(lang),
            "meaning": self.what(lang),
            "form": self.form,
            "unit": self.unit,
            "codes": self.codes,
        }
        return {name: value for name, value in entry.items() if value is not None}


class _File(Part):
    parcels: tuple[CatalogueColumn, ...]
    sites: tuple[CatalogueColumn, ...]


_ALL = read_typed(Path(__file__).with_name("columns.yaml"), _File)
TABLES: Mapping[Table, tuple[CatalogueColumn, ...]] = {
    "parcels": _ALL.parcels,
    "sites": _ALL.sites,
}


def published_columns(table: Table) -> tuple[CatalogueColumn, ...]:
    """Return the columns of the published catalogue."""
    return tuple(column for column in TABLES[table] if column.since != "register")


def register_columns(table: Table) -> tuple[CatalogueColumn, ...]:
    """Return the columns of an as-of export, which is for staff."""
    return tuple(column for column in TABLES[table] if column.since != "published")
