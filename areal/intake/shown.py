"""What a report says, as a page shows it: issues, changes, and where on the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import shapely
from sqlalchemy import Connection, text

from areal.exchange.import_report import titled
from areal.ingest.imports.fields import fields
from areal.ingest.imports.source import IGNORE
from areal.intake.work import PUBLISHED

Language = Literal["nb", "en"]
_ORDER = {"error": 0, "warning": 1, "info": 2}
_WIDTH = 420.0
_MARGIN = 16.0
#: Borders are drawn no finer than this, in metres; at least so much of the land is shown.
_FINE = 60.0
_LEAST = 1_200.0
_MOST_NEAR = 400


@dataclass(frozen=True)
class Shown:
    """An issue: the row (0 is the file), how grave, what is wrong, what to do."""

    row: int
    severity: str
    said: str
    fix: str
    number: int | None


@dataclass(frozen=True)
class Mark:
    """An issue on the map: its number, its outline as a path, and the middle of it."""

    number: int
    severity: str
    path: str
    x: float
    y: float
    said: str
    row: int


@dataclass(frozen=True)
class Drawing:
    """A map as SVG has it: width and height, borders with names, marks."""

    width: float
    height: float
    borders: tuple[str, ...]
    #: Parcels there are around.
    near: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Changed:
    """What happens to a parcel or site, field by field: title, before, after."""

    label: str
    slug: str
    action: str
    fields: tuple[tuple[str, str, str], ...]


def choices(lang: Language, *, may_publish: bool) -> list[tuple[str, str]]:
    """Return the fields a column may be, by what people call them."""
    names = [name for name in fields() if may_publish or name != PUBLISHED]
    told = [(name, _capital(titled(name, lang))) for name in names]
    return [(IGNORE, ""), *sorted(told, key=lambda one: one[1].casefold())]


def known_fields() -> frozenset[str]:
    """Return every field a column may be."""
    return frozenset(fields())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def issues(report: Mapping[str, Any], lang: Language) -> tuple[Shown, ...]:
    """Return the issues, the gravest first; those on the map have a number there."""
    numbers = {id(issue): number for number, issue in _drawable(report)}
    found = sorted(report["issues"], key=lambda one: (_ORDER[one["severity"]], one["row"]))
    return tuple(
        Shown(
            issue["row"], issue["severity"], issue[lang], issue[f"fix_{lang}"],
            numbers.get(id(issue)),
        )
        for issue in found
    )  # fmt: skip


def changes(report: Mapping[str, Any], lang: Language) -> tuple[Changed, ...]:
    """Return the changes, field by field."""
    return tuple(
        Changed(
            change["label"] or "",
            change["slug"] or "",
            change["action"],
            tuple(
                (_capital(titled(name, lang)), _value(before), _value(after))
                for name, (before, after) in change["fields"].items()
            ),
        )
        for change in report["changes"]
    )


def _value(value: Any) -> str:
    if value is None or value == []:
        return "–"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "…"
    return str(value)


def _drawable(report: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the issues that lie somewhere, numbered by how grave they are."""
    found = [issue for issue in report["issues"] if issue["geom"]]
    found.sort(key=lambda one: (_ORDER[one["severity"]], one["row"]))
    yield from enumerate(found, 1)


def drawing(connection: Connection, report: Mapping[str, Any], lang: Language) -> Drawing | None:
    """Return the map of the issues, north up, with the borders around; None without any."""
    shapes = []
    for number, issue in _drawable(report):
        shape = shapely.from_wkb(bytes.fromhex(issue["geom"]), on_invalid="ignore")
        if shape is not None and not shape.is_empty:
            shapes.append((number, issue, shape))
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds([shape for _, _, shape in shapes])
    pad = max(_LEAST, 0.15 * max(east - west, north - south))
    view = _View(west - pad, north + pad, (_WIDTH - 2 * _MARGIN) / (east - west + 2 * pad))
    height = (north - south + 2 * pad) * view.scale + 2 * _MARGIN
    box = (west - pad, south - pad, east + pad, north + pad)
    return Drawing(
        _WIDTH,
        round(height, 1),
        tuple(view.path(border) for border in _borders(connection, box)),
        tuple(view.path(parcel) for parcel in _parcels(connection, box)),
        tuple(_mark(view, number, issue, shape, lang) for number, issue, shape in shapes),
    )


@dataclass(frozen=True)
class _View:
    west: float
    north: float
    scale: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        return (
            round(_MARGIN + (x - self.west) * self.scale, 1),
            round(_MARGIN + (self.north - y) * self.scale, 1),
        )

    def path(self, shape: Any) -> str:
        plain = shapely.simplify(shape, 0.3 / self.scale)
        lines = shapely.get_parts(shapely.boundary(plain) if _is_area(plain) else plain)
        return "".join(self._line(line) for line in lines if shapely.get_type_id(line) in (1, 2))

    def _line(self, line: Any) -> str:
        points = (self.place(x, y) for x, y in shapely.get_coordinates(line))
        return "M" + "L".join(f"{x} {y}" for x, y in points)


def _is_area(shape: Any) -> bool:
    return bool(shapely.get_dimensions(shape) == 2)  # noqa: PLR2004


def _mark(view: _View, number: int, issue: Mapping[str, Any], shape: Any, lang: Language) -> Mark:
    middle = shapely.point_on_surface(shape)
    x, y = view.place(middle.x, middle.y)
    return Mark(number, issue["severity"], view.path(shape), x, y, issue[lang], issue["row"])


def _borders(connection: Connection, box: Sequence[float]) -> list[Any]:
    rows = connection.execute(
        text(
            "SELECT ST_AsBinary(ST_ClipByBox2D(ST_Boundary(ST_SimplifyPreserveTopology("
            "b.geom, :fine)), ST_MakeEnvelope(:w, :s, :e, :n, 25833))) AS line "
            "FROM areal.boundary AS b INNER JOIN areal.boundary_version AS v "
            "USING (boundary_version_id) WHERE v.in_force "
            "AND b.geom && ST_MakeEnvelope(:w, :s, :e, :n, 25833)"
        ),
        {"fine": _FINE, **dict(zip("wsen", map(float, box), strict=True))},
    )
    return _shapes(rows)


def _parcels(connection: Connection, box: Sequence[float]) -> list[Any]:
    """Return the parcels around that the person of this transaction may see."""
    rows = connection.execute(
        text(
            "SELECT ST_AsBinary(p.geom) AS line FROM areal.parcel AS p "
            "WHERE p.geom && ST_MakeEnvelope(:w, :s, :e, :n, 25833) LIMIT :most"
        ),
        {"most": _MOST_NEAR, **dict(zip("wsen", map(float, box), strict=True))},
    )
    return _shapes(rows)


def _shapes(rows: Any) -> list[Any]:
    found = [shapely.from_wkb(bytes(row.line)) for row in rows if row.line is not None]
    return [shape for shape in found if not shape.is_empty]
