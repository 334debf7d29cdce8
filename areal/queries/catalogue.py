"""Sites and parcels row by row, for exports: what is published now, or what stood at a moment.

Rows are mappings by the names of ``areal/exchange/catalogue/columns.yaml``, read as a stream so
that no number of them fills memory; the connection is busy until they are read out. Each has its
outline too: ``wkb`` as bytes, or ``outline`` as text, None for the kind that was not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import text

from areal.queries.connection import Connection, many, one, query
from areal.queries.texts import Text, optional

#: ``wkb`` and ``wkt`` are EPSG:25833, wkt to the millimetre; ``geojson`` is WGS 84.
Shape = Literal["wkb", "wkt", "geojson"]
Table = Literal["parcels", "sites"]
Row = Mapping[str, Any]

_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where published sites or parcels come from, and on which terms they may be used."""

    source: str
    source_date: date | None
    licence: str
    attribution: str
    sample: bool


def published_rows(
    connection: Connection,
    table: Table,
    shape: Shape,
    kommuner: Sequence[str] = (),
    sites: Sequence[str] = (),
) -> Iterator[Row]:
    """Yield the published parcels or sites in the order they came.

    Of some kommuner or all, and of some sites, by their slugs, or all.
    """
    return _rows(connection, f"catalogue_{table}", shape, kommuner, {"sites": list(sites) or None})


def parcels_as_of(
    connection: Connection, moment: datetime, shape: Shape, kommuner: Sequence[str] = ()
) -> Iterator[Row]:
    """Yield every parcel as it stood at ``moment``, drafts and internal prices among them.

    For staff: the connection must be of the app role.
    """
    return _rows(connection, "parcels_as_of", shape, kommuner, {"moment": moment})


def sites_as_of(
    connection: Connection, moment: datetime, shape: Shape, kommuner: Sequence[str] = ()
) -> Iterator[Row]:
    """Yield every site as it stood at ``moment``, drafts among them; for staff, as the parcels."""
    return _rows(connection, "sites_as_of", shape, kommuner, {"moment": moment})


def sources(connection: Connection) -> tuple[Source, ...]:
    """Return where the published sites and parcels come from."""
    return tuple(Source(**row) for row in many(connection, query("catalogue_sources")))


def sample_notice(connection: Connection) -> Text | None:
    """Return the newest eksempeldata text of the register; for staff, on the app role.

    None where nothing in it was made for show.
    """
    row = one(
        connection,
        "SELECT notice_nb, notice_en FROM areal.import_batch WHERE sample "
        "ORDER BY import_id DESC LIMIT 1",
    )
    return optional(row["notice_nb"], row["notice_en"]) if row else None


def _rows(
    connection: Connection,
    name: str,
    shape: Shape,
    kommuner: Sequence[str],
    binds: Mapping[str, Any],
) -> Iterator[Row]:
    result = connection.execute(
        text(query(name)),
        {"shape": shape, "kommune": list(kommuner) or None, **binds},
        execution_options={"yield_per": _AT_A_TIME},
    )
    for row in result.mappings():
        yield {**row}
