"""Parcels, sites and kommuner cut from real census areas, with attributes that have gaps.

England and Wales are tiled by 181,408 output areas: real outlines, 6 to 1,160 vertices, from a city
block to a moor. They are drawn in EPSG:27700; moved by a constant they keep every length, and lie
in EPSG:25833 over Norway.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely

from bench import shapes

SEED = 20260917
#: Added to EPSG:27700 (metres): the tiling then lies where EPSG:25833 has southern Norway.
SHIFT = (0.0, 6_450_000.0)
#: Neighbours along the curve that are taken, or left, together.
CHUNK = 500
KOMMUNER = 352
#: Two digits are left for the kommune.
MOST_IN_FYLKE = 99
PARCELS_PER_SITE = 4.0

Array = Any

ACTIVITIES = [
    "kontor",
    "detaljhandel",
    "service",
    "handverk",
    "plasskrevende_handel",
    "engros",
    "lager",
    "industri",
    "bilbasert",
    "logistikk",
    "treindustri",
    "energi",
    "kraftkrevende_industri",
    "datasenter",
]


@dataclass(frozen=True)
class Land:
    """Chosen areas (``shapes``, along a space-filling curve) and those left (``donors``)."""

    shapes: Array
    centres: Array
    donors: Array


def random(*key: int) -> np.random.Generator:
    """Return the numbers of one purpose, the same on every machine."""
    return np.random.default_rng([SEED, *key])


def read_land(source: Path, count: int) -> Land:
    """Return ``count`` valid areas, in chunks of neighbours all over the country, and the rest."""
    frame = geopandas.read_parquet(source).to_crs(27700)
    frame = frame.iloc[np.argsort(frame.hilbert_distance().to_numpy(), kind="stable")]
    valid = shapes.polygons_only(frame.geometry.to_numpy())
    moved = shapely.transform(valid, lambda xy: xy + np.array(SHIFT))
    chunk = np.arange(len(moved)) // CHUNK
    order = random(1).permutation(chunk[-1] + 1)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    by_rank = np.argsort(rank[chunk], kind="stable")
    chosen, rest = np.sort(by_rank[:count]), np.sort(by_rank[count:])
    centres = shapely.get_coordinates(shapely.point_on_surface(moved[chosen]))
    return Land(moved[chosen], centres, moved[rest])


def partition(centres: Array, wanted: int, *key: int) -> tuple[Array, list[Array]]:
    """Split the plane into ``wanted`` boxes of unequal numbers of centres, none of them empty.

    Returns the number of the box of each centre, and the boxes (xmin, ymin, xmax, ymax).
    """
    draw = random(2, *key)
    low, high = centres.min(axis=0) - 30_000, centres.max(axis=0) + 30_000
    leaves = [(np.arange(len(centres)), np.concatenate([low, high]))]
    while len(leaves) < wanted:
        leaves.sort(key=lambda leaf: len(leaf[0]))
        members, box = leaves.pop()
        axis = int(np.argmax(box[2:] - box[:2]))
        values = centres[members, axis]
        cut = float(np.quantile(values, draw.uniform(0.3, 0.7)))
        below = values <= cut
        first, second = box.copy(), box.copy()
        first[axis + 2] = second[axis] = cut
        leaves += [(members[below], first), (members[~below], second)]
    # Along a curve, so that neighbours in number are neighbours on the map, as they are in Norway.
    middles = shapely.points([(box[:2] + box[2:]) / 2 for _, box in leaves])
    order = np.argsort(geopandas.GeoSeries(middles).hilbert_distance().to_numpy(), kind="stable")
    leaves = [leaves[index] for index in order]
    number = np.empty(len(centres), dtype=int)
    for index, (members, _) in enumerate(leaves):
        number[members] = index
    return number, [box for _, box in leaves]


def kommunenummer(count: int) -> list[str]:
    """Return four-digit numbers that look like those of the fylker: 1101, 1102 ..."""
    fylker: Any = (11, 15, 18, 31, 32, 33, 34, 39, 40, 42, 46, 50, 55, 56)
    if count > len(fylker) * MOST_IN_FYLKE:
        fylker = range(10, 100)
    each = -(-count // len(fylker))
    return [f"{fylker[n // each]}{n % each + 1:02d}" for n in range(count)]


def group_sites(kommune: Array) -> Array:
    """Return the site of each parcel: runs of neighbours within one kommune, some four long."""
    draw = random(3)
    starts = np.ones(len(kommune), dtype=bool)
    starts[1:] = (kommune[1:] != kommune[:-1]) | (
        draw.random(len(kommune) - 1) < 1 / PARCELS_PER_SITE
    )
    return np.cumsum(starts) - 1


def site_rows(kommuner: list[str]) -> list[dict[str, Any]]:
    """Return the columns of the sites; ``kommuner`` holds the number of each one's kommune."""
    draw, count = random(4), len(kommuner)
    category = draw.choice(["regional", "kommunal", "lokal"], count, p=[0.3, 0.5, 0.2]).tolist()
    area_class = draw.choice(["A", "B", "C"], count, p=[0.2, 0.4, 0.4]).tolist()
    contact, told = (draw.random(count) < 0.8).tolist(), (draw.random(count) < 0.7).tolist()
    day = draw.integers(1, 28, count).tolist()
    return [
        {
            "slug": f"s-{n:07d}",
            "name": f"Område {n}",
            "kommunenummer": kommuner[n],
            "category": category[n],
            "area_class": area_class[n],
            "highlights_nb": [],
            "highlights_en": [],
            "focus_areas": [],
            "contact_email": f"naering@kommune-{kommuner[n]}.example" if contact[n] else None,
            "verified_on": f"2026-0{1 + n % 9}-{day[n]:02d}" if told[n] else None,
            "published": True,
        }
        for n in range(count)
    ]


def parcel_rows(site: Array) -> list[dict[str, Any]]:
    """Return the columns of the parcels, each attribute unknown for some."""
    draw, count = random(5), len(site)

    def some(values: Array, share: float) -> list[Any]:
        known = draw.random(count) < share
        plain = np.asarray(values).tolist()
        return [value if there else None for value, there in zip(plain, known, strict=True)]

    modenhet = some(draw.integers(1, 6, count), 0.93)
    market = some(draw.choice(["ledig", "opsjon", "reservert", "solgt"], count), 0.9)
    formaal = some(draw.choice(["1300", "1340", "1825", "1830"], count), 0.9)
    planstatus = some(draw.choice([1, 2, 3, 6], count, p=[0.1, 0.2, 0.6, 0.1]), 0.9)
    owner = some(draw.choice(["kommune", "privat", "statlig"], count), 0.85)
    bya = some(draw.integers(15, 90, count), 0.85)
    retail = some(draw.integers(0, 6_000, count), 0.3)
    power = some(np.round(draw.uniform(0, 30, count), 1), 0.6)
    days = some(draw.integers(0, 1_200, count), 0.8)
    report = some(np.full(count, "Geoteknisk rapport"), 0.1)
    utilities = {
        name: draw.choice(["ja", "nei", "ukjent"], count, p=[0.75, 0.1, 0.15]).tolist()
        for name in ("water", "sewage", "fibre", "access")
    }
    number, known = draw.integers(1, 5, count).tolist(), (draw.random(count) < 0.9).tolist()
    picked = draw.integers(0, len(ACTIVITIES), (count, 4)).tolist()
    recorded = (draw.random(count) < 0.8).tolist()
    newest = np.datetime64("2026-09-01")
    dates = [None if day is None else str(newest - int(day)) for day in days]
    sites = site.tolist()
    return [
        {
            "slug": f"p-{n:07d}",
            "label": f"Tomt {n}",
            "site": f"s-{sites[n]:07d}",
            "matrikkel": [f"{n % 300 + 1}/{n % 97 + 1}"] if recorded[n] else [],
            "arealformaal": formaal[n],
            "planstatus": planstatus[n],
            "modenhet": modenhet[n],
            "market": market[n],
            "owner_kind": owner[n],
            "price_public": False,
            "bya_percent": bya[n],
            "retail_m2": retail[n],
            "power_mw_now": power[n],
            "power_date": dates[n],
            **{name: values[n] for name, values in utilities.items()},
            "permitted_activities": sorted({ACTIVITIES[i] for i in picked[n][: number[n]]})
            if known[n]
            else None,
            "geotechnical_report": report[n],
            "published": True,
        }
        for n in range(count)
    ]
