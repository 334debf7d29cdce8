"""From batches of a file to rows for the catalogue: values read, shapes made, issues noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from areal.crs import STORAGE
from areal.ingest.imports.area import geodesic_areas
from areal.ingest.imports.fields import AIDS, OF_SITE
from areal.ingest.imports.issues import Issue
from areal.ingest.imports.outlines import Outlines
from areal.ingest.imports.place import Transform
from areal.ingest.imports.shapes import Made, Tolerances, made
from areal.ingest.imports.source import Mapped
from areal.ingest.imports.values import LEFT_OUT, Column, Context, matrikkel_number, read, said
from areal.ingest.reading import Batch

_CACHED = 20_000
_NEVER_UNKNOWN = frozenset({"label", "matrikkel", "published", "price_public"})


@dataclass(slots=True)
class Row:
    """One row as it is staged; ``props`` and ``site_props`` have only what the file says."""

    row_no: int
    props: dict[str, Any]
    site_props: dict[str, Any]
    aids: dict[str, Any]
    raw: dict[str, Any]
    geom: bytes | None
    point: bytes | None
    area_m2: float | None
    #: The outline as it came, of a row that is kept out.
    kept_geom: bytes | None = None
    errors: bool = False


@dataclass
class Rows:
    """Turns batches into rows, and gathers what is to be said of them."""

    mapped: Mapped
    context: Context
    transform: Transform
    limits: Tolerances
    tell: Callable[[Issue], None]
    outlines: Outlines
    defaults: Mapping[str, Any] = field(default_factory=dict)
    _cache: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def of(self, batches: Iterable[Batch]) -> Iterator[Row]:
        """Yield every row of the file."""
        for batch in batches:
            yield from self._batch(batch)

    def _batch(self, batch: Batch) -> Iterator[Row]:
        count = len(batch.geometry)
        issues: dict[int, list[Issue]] = {}
        columns = [
            (column, self._column(column, batch.columns[column.heading], batch.first, issues))
            for column in self.mapped.columns
            if column.heading in batch.columns
        ]
        shapes = self._shapes(batch, columns, issues)
        for issue in shapes.issues:
            issues.setdefault(issue.row - batch.first, []).append(issue)
        wkb = shapely.to_wkb(shapely.set_srid(shapes.shapes, STORAGE), include_srid=True)
        areas = geodesic_areas(shapes.shapes)
        self.outlines.add(batch.first, shapes.shapes, wkb)
        points = shapely.to_wkb(shapely.set_srid(shapes.points, STORAGE), include_srid=True)
        for at in range(count):
            drawn = (wkb[at], points[at], None if wkb[at] is None else float(areas[at]))
            row = self._row(batch, at, columns, issues.get(at, []), drawn)
            if row.errors and shapes.moved[at] is not None:
                moved = shapely.set_srid(shapes.moved[at], STORAGE)
                row.kept_geom = shapely.to_wkb(moved, include_srid=True)
            yield row

    def _column(
        self, column: Column, values: list[Any], first: int, issues: dict[int, list[Issue]]
    ) -> list[Any]:
        """Read a column; what is the same on many rows is read once."""
        cache = self._cache.setdefault(column.heading, {})
        if len(cache) > _CACHED:
            cache.clear()
        found = []
        for at, raw in enumerate(values):
            key = said(raw) if isinstance(raw, list) else raw
            known = cache.get(key)
            if known is None:
                known = cache[key] = read(column, raw, self.context)
            value, told = known
            found.append(value)
            if told:
                issues.setdefault(at, []).extend(_on_row(issue, first + at) for issue in told)
        return found

    def _shapes(
        self, batch: Batch, columns: list[tuple[Column, list[Any]]], issues: dict[int, list[Issue]]
    ) -> Made:
        by_name = {column.field.name: values for column, values in columns}
        raw = np.asarray(batch.geometry, dtype=object)
        shapes = shapely.from_wkb(raw, on_invalid="ignore")
        if "wkt" in by_name:
            for at, text in enumerate(by_name["wkt"]):
                if isinstance(text, str) and shapes[at] is None:
                    shapes[at] = _from_text(text, batch.first + at, issues.setdefault(at, []))
        elif "x" in by_name and "y" in by_name:
            for at, (x, y) in enumerate(zip(by_name["x"], by_name["y"], strict=True)):
                if isinstance(x, float) and isinstance(y, float) and shapes[at] is None:
                    shapes[at] = shapely.Point(x, y)
        return made(shapes, batch.first, self.transform, self.limits)

    def _row(
        self,
        batch: Batch,
        at: int,
        columns: list[tuple[Column, list[Any]]],
        issues: list[Issue],
        drawn: tuple[bytes | None, bytes | None, float | None],
    ) -> Row:
        row = Row(batch.first + at, {}, {}, dict(self.defaults), {}, *drawn)
        hidden = {issue.field for issue in issues if issue.code in ("national_id", "person_name")}
        for column, values in columns:
            name, heading, value = column.field.name, column.heading, values[at]
            if value is not LEFT_OUT:
                _put(row, name, value)
            if name != "wkt" and heading not in hidden:
                row.raw[heading] = batch.columns[heading][at]
        _matrikkel(row)
        for issue in issues:
            row.errors |= issue.severity == "error"
            self.tell(issue)
        return row


def _put(row: Row, name: str, value: Any) -> None:
    if name in AIDS:
        if value is not None:
            row.aids[name] = value
    elif name.startswith(OF_SITE):
        row.site_props[name.removeprefix(OF_SITE)] = value
    elif value is not None or name not in _NEVER_UNKNOWN:
        row.props[name] = value


def _matrikkel(row: Row) -> None:
    """Put gnr and bnr together, and give each number its kommune where the row says it."""
    kommune = row.aids.get("kommunenummer")
    if "gnr" in row.aids and "bnr" in row.aids and not row.props.get("matrikkel"):
        parts = [str(row.aids[name]) for name in ("gnr", "bnr")]
        rest = {name: str(row.aids[name]) for name in ("fnr", "snr") if name in row.aids}
        row.props["matrikkel"] = [matrikkel_number(kommune, *parts, **rest)]
    elif row.props.get("matrikkel") and kommune:
        row.props["matrikkel"] = [
            number if "-" in number else f"{kommune}-{number}" for number in row.props["matrikkel"]
        ]


def _from_text(text: str, row: int, issues: list[Issue]) -> Any:
    bare = text.split(";", 1)[1] if text.upper().startswith("SRID=") else text
    try:
        return shapely.force_2d(shapely.from_wkt(bare))
    except shapely.errors.ShapelyError as error:
        why = str(error).splitlines()[0][:80]
        issues.append(Issue("geometry_broken", row, values={"why": why}))
        return None


def _on_row(issue: Issue, row: int) -> Issue:
    return Issue(issue.code, row, issue.field, issue.value, issue.values, issue.geom)
