"""Layers to check the parcels against: how many features, of which classes, made from what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from bench import shapes
from bench.layer_kinds import KINDS
from bench.parcels import Land, random

Array = Any
Props = dict[str, Any]

#: Parcels that the counts below are meant for; other numbers scale them.
PER = 100_000
VERTICES = 20_000
BUSINESS = [
    "1300",
    "1310",
    "1340",
    "1341",
    "1342",
    "1350",
    "1390",
    "1501",
    "1502",
    "1811",
    "1812",
    "1824",
    "1825",
    "1826",
    "1830",
    "1831",
]


@dataclass(frozen=True)
class Layer:
    """One layer; ``codes`` are drawn by weight, and ``None`` is a feature without class."""

    name: str
    count: int
    codes: dict[str | None, float]
    #: Median area of a polygon in m², or length of a line in m.
    size: float = 0.0
    #: Share of the parcels' country that was never mapped, and that failed to be fetched.
    unmapped: int = 12
    failed: int = 3

    @property
    def geometry(self) -> str:
        """Return point, line or polygon."""
        return KINDS[self.name]


LAYERS = (
    Layer("dyrka_mark", 20_000, {"21": 5, "22": 2, "23": 2, "30": 3, None: 0.1}, 30_000),
    Layer("dyrkbar_jord", 4_000, {"82": 9, "30": 2, None: 0.1}, 40_000),
    Layer("myr", 4_000, {"60": 9, "30": 2, None: 0.1}, 25_000),
    Layer("flom", 200, {"200": 4, "2100": 2, "20": 1, "aktsomhet": 3}, 30_000),
    Layer("kvikkleire", 2_000, {"faresone": 1, "aktsomhet": 3, None: 0.1}, 60_000),
    Layer(
        "natur",
        3_000,
        {"verneomrade": 1, "svaert_stor": 1, "stor": 2, "middels": 3, "noe": 3, None: 0.1},
        50_000,
    ),
    Layer("kulturminner", 5_000, {"AUT": 5, "UAV": 2, None: 0.1}, 1_500),
    Layer("bolig", 6_000, {"1110": 1}, 60_000),
    Layer("sentrum", 800, {"sentrum": 1}, 250_000),
    Layer("veg", 5_000, {"E16": 2, "rv2": 2, "fv100": 6, "kv": 9, None: 0.2}, 9_000),
    Layer("jernbane", 300, {"bane": 1}, 25_000),
    Layer("godsterminal", 80, {"offentlig": 2, "privat": 3}),
    Layer("stasjon", 600, {"stasjon": 1}),
)
_CATEGORY = {"E16": "E", "rv2": "R", "fv100": "F", "kv": "K"}


def features(layer: Layer, land: Land) -> list[tuple[Props, Any]]:
    """Return the features of a layer, scaled to the number of parcels."""
    draw = random(10, *layer.name.encode())
    count = max(3, round(layer.count * len(land.shapes) / PER))
    codes = list(layer.codes)
    weights = np.array(list(layer.codes.values()))
    picked = draw.choice(len(codes), count, p=weights / weights.sum())
    made = _shapes(layer, land, draw, count)
    return [
        (_props(layer.name, codes[code], number), shape)
        for number, (code, shape) in enumerate(zip(picked.tolist(), made, strict=True))
    ]


def _props(layer: str, code: str | None, number: int) -> Props:
    props: Props = {"code": code, "name": f"{layer} {number}"}
    if layer == "veg":
        props["kategori"] = None if code is None else _CATEGORY[code]
    return props


def _shapes(layer: Layer, land: Land, draw: np.random.Generator, count: int) -> Array:
    anchor = land.centres[draw.integers(0, len(land.centres), count)]
    turn = draw.uniform(0, 2 * np.pi, count)
    if layer.geometry == "point":
        return shapely.points(anchor + draw.normal(0, 800, (count, 2)))
    if layer.geometry == "line":
        length = layer.size * draw.lognormal(0, 0.5, count)
        made = [shapes.road(draw, metres, 40) for metres in length]
        return shapes.placed(made, anchor + draw.normal(0, 1_500, (count, 2)), turn)
    if layer.name == "flom":
        length = layer.size * draw.lognormal(0, 0.3, count)
        made = [shapes.ribbon(draw, metres, metres / 40, VERTICES) for metres in length]
        return shapes.placed(made, anchor, turn)
    donors = land.donors[draw.integers(0, len(land.donors), count)]
    area = layer.size * draw.lognormal(0, 0.8, count)
    scale = np.sqrt(area / shapely.area(donors))
    return shapes.placed(donors, anchor + draw.normal(0, 250, (count, 2)), turn, scale)


def plans(land: Land, site: Array) -> list[tuple[Props, Any]]:
    """Return plan areas: the land of two sites each, drawn too large, exact or too small."""
    draw = random(11)
    group = site // 2
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    kept = draw.random(len(starts)) < 0.88
    grown = draw.choice([6.0, 0.0, -12.0], len(starts), p=[0.55, 0.25, 0.2])
    joined = np.array(
        [shapely.union_all(part) for part in np.split(land.shapes, starts[1:])], dtype=object
    )
    drawn = np.where(grown == 0, joined, shapely.buffer(joined, grown, join_style="mitre"))
    code = draw.choice([*BUSINESS, "1110", "2010"], len(starts)).tolist()
    status = draw.choice(
        [3, 2, 1, 6, 8, 0], len(starts), p=[0.6, 0.1, 0.1, 0.1, 0.05, 0.05]
    ).tolist()
    kind = draw.choice(["reguleringsplan", "kommuneplan"], len(starts)).tolist()
    return [
        (
            {
                "code": code[n],
                "name": f"Plan {n}",
                "planstatus": status[n] or None,
                "plan_kind": kind[n],
            },
            drawn[n],
        )
        for n in range(len(starts))
        if kept[n] and not drawn[n].is_empty
    ]


def coverage(layer: Layer, land: Land) -> list[tuple[Props, Any]]:
    """Return where a layer speaks: all the country but some rough holes, some of which failed."""
    draw = random(12, *layer.name.encode())
    low, high = land.centres.min(axis=0) - 40_000, land.centres.max(axis=0) + 40_000
    count = layer.unmapped + layer.failed
    at = land.centres[draw.integers(0, len(land.centres), count)]
    made = [shapes.blob(draw, metres, 400) for metres in draw.uniform(1_000, 5_000, count)]
    holes = shapes.placed(made, at, np.zeros(count))
    whole = shapely.difference(shapely.box(*low, *high), shapely.union_all(holes))
    failed = shapely.union_all(holes[layer.unmapped :])
    return [({"status": "mapped"}, whole), ({"status": "failed"}, failed)]
