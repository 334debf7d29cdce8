"""The ground of a certificate's maps: frames, and what of our own data lies inside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import TYPE_CHECKING, Any

from areal.crs import STORAGE, WGS84
from areal.queries.connection import Connection, many, query

if TYPE_CHECKING:
    from pyproj import Transformer

GeoJSON = Mapping[str, Any]

#: Metres in one degree of latitude, for frames and scale bars alone.
METRES_PER_DEGREE = 111_320.0
#: A frame is this much wider than what it shows, and never narrower than so many metres.
ROOMY = 1.5
_LEAST_METRES = 320.0
#: Width to height of every map.
RATIO = 3 / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A map's window in degrees; on paper its width is ``RATIO`` times its height."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude here."""
        return cos(radians((self.south + self.north) / 2))

    @property
    def width_m(self) -> float:
        """Width on the ground, in metres."""
        return (self.east - self.west) * self.squeeze * METRES_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing on the ground: a feature of a layer, a border (``kommune``) or a ``parcel``."""

    kind: str
    code: str | None
    name: str | None
    geometry: GeoJSON


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame with what lies in it."""

    frame: Frame
    shapes: tuple[Shape, ...] = ()


def positions(geometry: GeoJSON) -> Iterator[tuple[float, float]]:
    """Yield every position of a GeoJSON geometry."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from positions(part)
    else:
        yield from _flat(geometry["coordinates"])


def _flat(coordinates: Sequence[Any]) -> Iterator[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _flat(part)


def around(geometries: Iterable[GeoJSON], margin: float = ROOMY) -> Frame | None:
    """Return the frame that shows all of the geometries with some room, None without any."""
    found = [position for geometry in geometries for position in positions(geometry)]
    if not found:
        return None
    xs, ys = [x for x, _ in found], [y for _, y in found]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    squeeze = cos(radians(y))
    least = _LEAST_METRES / METRES_PER_DEGREE
    height = max(
        (max(ys) - min(ys)) * margin, (max(xs) - min(xs)) * squeeze * margin / RATIO, least
    )
    width = height * RATIO / squeeze
    return Frame(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _squares(frames: Sequence[Frame]) -> dict[str, list[float]]:
    """Return the frames on the catalogue's grid (EPSG:25833, metres), each wide enough.

    The public role can't transform in the database: it may not read ``spatial_ref_sys``.
    """
    boxes = [
        _grid().transform_bounds(frame.west, frame.south, frame.east, frame.north, densify_pts=5)
        for frame in frames
    ]
    sides = ("left_m", "bottom_m", "right_m", "top_m")
    # A metre on each side is more than a curved edge bends between the points it is led by.
    wider = (-1.0, -1.0, 1.0, 1.0)
    return {
        side: [box[at] + wider[at] * (1 + (box[2] - box[0]) / 1_000) for box in boxes]
        for at, side in enumerate(sides)
    }


@lru_cache(maxsize=1)
def _grid() -> Transformer:
    from pyproj import Transformer  # noqa: PLC0415 - slow to import, and only maps need it

    return Transformer.from_crs(WGS84, STORAGE, always_xy=True)


def ground(
    connection: Connection, frames: Sequence[Frame], layers: Iterable[str]
) -> dict[Frame, Scene]:
    """Return what lies in each frame; ``layers`` are drawn besides those every map shows."""
    wanted = list(dict.fromkeys(frames))
    shapes: dict[Frame, list[Shape]] = {frame: [] for frame in wanted}
    rows = many(
        connection,
        query("certificate_ground"),
        layers=sorted(set(layers)),
        **{
            side: [getattr(frame, side) for frame in wanted]
            for side in ("west", "south", "east", "north")
        },
        **_squares(wanted),
    )
    for row in rows:
        shape = Shape(row["kind"], row["code"], row["name"], row["geometry"])
        shapes[wanted[row["frame_no"] - 1]].append(shape)
    return {frame: Scene(frame, tuple(found)) for frame, found in shapes.items()}
