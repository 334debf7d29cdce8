"""Maps drawn from our own data as SVG: the same lines on the page and in the PDF.

Nothing on them is red, amber or green but verdicts. Names come from data and are escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from areal.queries.certificate_ground import RATIO, Frame, Scene, Shape
from areal.sheets.labels import Label, Labels
from areal.sheets.signs import SIGNS

#: Widths in drawing units: about the CSS pixels a map is wide on paper.
LARGE = 480
SMALL = 240

_LAND, _WATER, _TOWN = "#f4f7f3", "#bfdcec", "#e3e2dc"
_ROAD, _BORDER, _INK, _OTHER = "#5b6076", "#2c6068", "#16242c", "#97a2a8"
_ZONE = "#6a5f96"
_TEXT = 11
_NICE = (1, 2, 5)
_SCALE_SHARE = 0.22
#: A small map of more metres than this has no room for the names of the ground.
_NAMED_TO = 6_000

#: Look of a checked area by its verdict: colour, and the marks on it.
_FILLS = {
    "met": ("#3f9a82", ""),
    "consider": ("#f5cf74", '<circle cx="5" cy="5" r="1.6" fill="#6b4a00"/>'),
    "deviates": ("#e48b79", '<path d="M1 1 9 9M9 1 1 9" stroke="#a12d17" stroke-width="1.1"/>'),
    "gap": ("#fff", '<path d="M-1 1 1-1M0 10 10 0M9 11 11 9" stroke="#6f7a84" stroke-width="2"/>'),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn on top of the ground.

    ``role``: ``area`` a checked area filled by its verdict, ``outline`` the same as an outline,
    ``proof`` what a rule found (its ``label`` stands at the end of a line), ``sign`` a verdict's
    sign at a place, ``territory`` a kommune.
    """

    role: str
    geometry: Mapping[str, Any]
    verdict: str = ""
    label: str = ""


def draw(
    scene: Scene,
    marks: Sequence[Mark],
    prefix: str,
    *,
    width: int = LARGE,
    zones: Iterable[str] = (),
) -> str:
    """Return the map as SVG text; ``prefix`` keeps its ids apart from those of other maps.

    ``zones`` are the layers of the rule, drawn as zones under what they hit.
    """
    paper = Paper(scene.frame, width)
    labels = Labels(paper.width, paper.height)
    labels.quiet = width < LARGE and scene.frame.width_m > _NAMED_TO
    ground = "".join(_ground(paper, scene.shapes, frozenset(zones), labels))
    drawn = "".join(_mark(paper, mark, prefix, labels) for mark in marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {paper.width} {paper.height}"'
        f' font-family="Inter, sans-serif" font-size="{_TEXT}">'
        f"<defs>{_patterns(prefix)}"
        f'<clipPath id="{prefix}-frame"><rect width="{paper.width}" height="{paper.height}"/>'
        f'</clipPath></defs><g clip-path="url(#{prefix}-frame)">'
        f'<rect width="{paper.width}" height="{paper.height}" fill="{_LAND}"/>'
        f"{ground}{drawn}{labels.svg()}{_scale(paper)}</g></svg>"
    )


class Paper:
    """The sheet a map is drawn on: degrees in, drawing units out."""

    def __init__(self, frame: Frame, width: int) -> None:
        self.frame = frame
        self.width = width
        self.height = round(width / RATIO)
        self._x = width / (frame.east - frame.west)
        self._y = self.height / (frame.north - frame.south)

    def at(self, position: Sequence[float]) -> tuple[float, float]:
        """Return where a position (longitude, latitude) lies on the sheet."""
        return (position[0] - self.frame.west) * self._x, (self.frame.north - position[1]) * self._y

    def path(self, geometry: Mapping[str, Any]) -> str:
        """Return lines and rings of a geometry as path data."""
        return "".join(self._line(line, closed) for line, closed in _lines(geometry))

    def _line(self, line: Sequence[Sequence[float]], closed: bool) -> str:
        points = [f"{x:.1f} {y:.1f}" for x, y in map(self.at, line)]
        kept = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
        return f"M{'L'.join(kept)}{'Z' if closed else ''}"

    def middle(self, geometry: Mapping[str, Any]) -> tuple[float, float]:
        """Return the middle of a geometry's extent, on the sheet."""
        found = [self.at(point) for line, _ in _lines(geometry) for point in line]
        found += [self.at(point) for point in _points(geometry)]
        xs, ys = [x for x, _ in found], [y for _, y in found]
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _parts(geometry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in geometry.get("geometries", ()):
        yield from _parts(part)
    if "geometries" not in geometry:
        yield geometry


def _lines(geometry: Mapping[str, Any]) -> Iterator[tuple[Sequence[Sequence[float]], bool]]:
    for part in _parts(geometry):
        kind, coordinates = part["type"], part["coordinates"]
        if kind == "LineString":
            yield coordinates, False
        elif kind == "MultiLineString":
            yield from ((line, False) for line in coordinates)
        elif kind == "Polygon":
            yield from ((ring, True) for ring in coordinates)
        elif kind == "MultiPolygon":
            yield from ((ring, True) for polygon in coordinates for ring in polygon)


def _points(geometry: Mapping[str, Any]) -> Iterator[Sequence[float]]:
    for part in _parts(geometry):
        if part["type"] == "Point":
            yield part["coordinates"]
        elif part["type"] == "MultiPoint":
            yield from part["coordinates"]


def _ground(
    paper: Paper, shapes: Sequence[Shape], zones: frozenset[str], labels: Labels
) -> Iterator[str]:
    by_kind: dict[str, list[Shape]] = {}
    for shape in shapes:
        by_kind.setdefault(shape.kind, []).append(shape)
    for kind in ("sentrum", "vann"):
        yield from (_plain(paper, shape) for shape in by_kind.get(kind, ()))
        _name(paper, by_kind.get(kind, ()), labels)
    for kind in sorted(zones & by_kind.keys()):
        yield from (_zone(paper, shape) for shape in by_kind[kind])
    borders = by_kind.get("kommune", ())
    yield _stroke(paper, borders, stroke=_BORDER, stroke_width=1.4, stroke_dasharray="7 3 1.5 3")
    yield from _roads(paper, by_kind.get("veg", ()))
    rails = by_kind.get("jernbane", ())
    yield _stroke(paper, rails, stroke=_INK, stroke_width=2.6)
    yield _stroke(paper, rails, stroke="#fff", stroke_width=1.4, stroke_dasharray="5 5")
    others = by_kind.get("parcel", ())
    yield _stroke(paper, others, stroke=_OTHER, fill="#fff", fill_opacity=0.6)


def _plain(paper: Paper, shape: Shape) -> str:
    fill = _WATER if shape.kind == "vann" else _TOWN
    if "Line" in shape.geometry["type"]:
        return (
            f'<path d="{paper.path(shape.geometry)}" fill="none" stroke="{fill}" stroke-width="2"/>'
        )
    return f'<path d="{paper.path(shape.geometry)}" fill="{fill}" fill-rule="evenodd"/>'


def _zone(paper: Paper, shape: Shape) -> str:
    path = paper.path(shape.geometry)
    return _path(
        path,
        fill=_ZONE,
        fill_opacity=0.16,
        stroke=_ZONE,
        stroke_width=1.2,
        stroke_dasharray="3 2",
    )


def _stroke(paper: Paper, shapes: Iterable[Shape], **look: str | float) -> str:
    return _path("".join(paper.path(shape.geometry) for shape in shapes), **look)


def _path(path: str, **look: str | float) -> str:
    """Write a path; attributes are named as in SVG, with ``_`` for the hyphen."""
    if not path:
        return ""
    look = {"fill": "none", "fill_rule": "evenodd", "stroke_linejoin": "round", **look}
    written = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in look.items())
    return f'<path d="{path}" {written}/>'


def _roads(paper: Paper, shapes: Iterable[Shape]) -> Iterator[str]:
    order: dict[bool, list[Shape]] = {False: [], True: []}
    for shape in shapes:
        order[(shape.code or "").lower().startswith(("e", "rv"))].append(shape)
    for width, colour in ((1.4, "#fff"), (0.0, _ROAD)):
        for main, found in order.items():
            yield _stroke(paper, found, stroke=colour, stroke_width=(2.6 if main else 1.4) + width)


def _name(paper: Paper, shapes: Iterable[Shape], labels: Labels) -> None:
    for shape in shapes:
        if shape.name:
            x, y = paper.middle(shape.geometry)
            water = shape.kind == "vann"
            labels.add(Label(x, y, shape.name, "#2f6384" if water else "#45525b", italic=water))


def _mark(paper: Paper, mark: Mark, prefix: str, labels: Labels) -> str:
    x, y = paper.middle(mark.geometry)
    if mark.label and mark.role == "proof":
        x, y = paper.at(next(iter(_lines(mark.geometry)))[0][-1])
        labels.add(Label(x, y, mark.label, _INK, weight=600, first=True, free=False))
    elif mark.label:
        labels.add(Label(x, y, mark.label, _INK, weight=600, first=True, free=mark.role != "sign"))
    if mark.role == "sign":
        moved = f"translate({x - 8:.1f} {y - 8:.1f}) scale(1.15)"
        return f'<g transform="{moved}">{SIGNS[mark.verdict]}</g>'
    path = paper.path(mark.geometry)
    if mark.role == "area":
        # The colour lies under the marks, so that no seam shows between them.
        return _path(path, fill=_FILLS[mark.verdict][0]) + _path(
            path, fill=f"url(#{prefix}-{mark.verdict})", stroke=_INK, stroke_width=1.6
        )
    if mark.role == "territory":
        return _path(path, fill="#fff", fill_opacity=0.45, stroke=_BORDER, stroke_width=2.4)
    if mark.role == "outline":
        halo = _path(path, fill="#fff", fill_opacity=0.35, stroke="#fff", stroke_width=4)
        return halo + _path(path, stroke=_INK, stroke_width=2)
    return _proof(paper, mark, path, prefix)


def _proof(paper: Paper, mark: Mark, path: str, prefix: str) -> str:
    """Draw what a rule found: the area in conflict hatched, or the way to the nearest as a line."""
    lines = [line for line, closed in _lines(mark.geometry) if not closed]
    drawn = ""
    if any(closed for _, closed in _lines(mark.geometry)):
        drawn = _path(path, fill=f"url(#{prefix}-proof)", stroke=_INK, stroke_width=1.2)
    elif lines:
        drawn = _path(path, stroke="#fff", stroke_width=5, stroke_opacity=0.8)
        drawn += _path(path, stroke=_INK, stroke_width=2, stroke_dasharray="6 4")
    ends = [(line[0], _INK) for line in lines]
    ends += [(point, "#fff") for point in (*(line[-1] for line in lines), *_points(mark.geometry))]
    for position, fill in ends:
        x, y = paper.at(position)
        drawn += (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{_INK}"'
            ' stroke-width="2"/>'
        )
    return drawn


def _patterns(prefix: str) -> str:
    fills = "".join(
        f'<pattern id="{prefix}-{verdict}" width="10" height="10" patternUnits="userSpaceOnUse">'
        f"{mark}</pattern>"
        for verdict, (_, mark) in _FILLS.items()
    )
    return (
        f'{fills}<pattern id="{prefix}-proof" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M-1 1 1-1M0 6 6 0M5 7 7 5" stroke="{_INK}" stroke-width="1.3"/></pattern>'
    )


def _scale(paper: Paper) -> str:
    """Draw the scale bar: a round number of metres, about a fifth of the width."""
    metres = scale_metres(paper.frame)
    length = metres / paper.frame.width_m * paper.width
    text = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"  # noqa: PLR2004
    y = paper.height - 12
    return (
        f'<g><rect x="8" y="{y - 18}" width="{length + 14:.1f}" height="24" rx="3" fill="#fff"'
        f' fill-opacity="0.85"/><path d="M15 {y - 4}v4h{length:.1f}v-4" fill="none"'
        f' stroke="{_INK}" stroke-width="1.5"/><text x="{15 + length / 2:.1f}" y="{y - 5}"'
        f' text-anchor="middle" fill="{_INK}">{escape(text)}</text></g>'
    )


def scale_metres(frame: Frame) -> int:
    """Return the length of a map's scale bar in metres: 1, 2 or 5 with zeros."""
    most = frame.width_m * _SCALE_SHARE
    chosen, power = 1, 1
    while power <= most:
        chosen = max([chosen, *(step * power for step in _NICE if step * power <= most)])
        power *= 10
    return chosen
