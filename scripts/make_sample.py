"""Make the sample map layers and parcels (eksempeldata) from the drawing in scripts/sample.

Names and places are real, everything else is made up to show what the service can say. The same
drawing always gives the same bytes; ``--check`` compares them with the committed files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from sample.layout import UNKNOWN, Patch, Plan, Site, read_blobs, read_patches
from sample.network import GLOMMA, LAKES, POINTS, RAILWAYS, ROADS
from sample.shapes import Frame, blob, piece_at, ribbon, rounded, smooth, smooth_ring, tile
from sample.sites import SITES
from sample.terrain import BACKGROUND, COVERAGE, PATCHES, WORLD
from sample.verified import confirmations
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points, unary_union

DATA = Path(__file__).resolve().parents[1] / "data" / "geo"
#: Parcels and hazards to about 0.1 m, so that a limit of half a dekar means something.
FINE = 6
#: Roads, rivers and coverage are drawn far more coarsely than the metre this keeps.
COARSE = 5
#: Background land keeps this far from a site (degrees, about 300 m), so only patches hit parcels.
CLEAR = 0.003
#: A street that ends this close to a road (degrees, about 10 m) already meets it.
JOINED = 0.0001

Feature = tuple[BaseGeometry, dict[str, Any]]


def main() -> int:
    """Write every file, or with ``--check`` name those that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    files = draw_all()
    different = [path for path, text in files.items() if check and not same(path, text)]
    for path in different:
        print(f"{path.relative_to(DATA)} differs from its drawing", file=sys.stderr)
    if not check:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{len(files)} files, {sum(map(len, files.values())) // 1024} kB")
    return 1 if different else 0


def same(path: Path, text: str) -> bool:
    """Tell whether a file holds exactly this text."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def draw_all() -> dict[Path, str]:
    """Draw everything: path → GeoJSON text."""
    sample = DATA / "sample"
    layers = draw_layers()
    files = {sample / "parcels.geojson": render(draw_parcels(), FINE)}
    for layer, features in sorted(layers.items()):
        decimals = COARSE if layer in ("veg", "hovedveg", "jernbane", "vann") else FINE
        files[sample / "layers" / f"{layer}.geojson"] = render(features, decimals)
        files[sample / "coverage" / f"{layer}.geojson"] = render(draw_coverage(layer), COARSE)
    return files


def draw_parcels() -> list[Feature]:
    """Cut the sites into parcels and give each its facts."""
    features: list[Feature] = []
    for site in SITES:
        pieces = tile(site.outline, site.roads, site.cuts)
        plans = list(plan_areas(site))
        for number, drawn in enumerate(site.parcels, start=site.first):
            piece = piece_at(pieces, drawn.at)
            facts = {**UNKNOWN, **plan_facts(plans, piece), **site.facts, **drawn.facts}
            if facts["buildable_area_m2"] is None and facts["modenhet"] in (4, 5):
                # What a zoning plan leaves for building, once verges and green belts are drawn.
                facts["buildable_area_m2"] = round(piece.buffer(-6).area / 100) * 100
            facts["verified"] = confirmations(site.slug, site.kommunenummer, facts)
            properties = {
                "slug": f"{site.slug}-{number}",
                "label": f"Tomt {number}",
                "site": site.slug,
                **{name: facts[name] for name in UNKNOWN},
            }
            features.append((site.frame.place(piece), properties))
    return features


def plan_areas(site: Site) -> Iterator[tuple[Plan, BaseGeometry]]:
    """Yield the plan areas of a site in local metres, later plans cut out of earlier ones."""
    whole = Polygon(site.outline).buffer(20, join_style="mitre")
    areas = [Polygon(p.ring).intersection(whole) if p.ring else whole for p in site.plans]
    for i, (plan, area) in enumerate(zip(site.plans, areas, strict=True)):
        yield plan, area.difference(unary_union(areas[i + 1 :]))


def plan_facts(plans: list[tuple[Plan, BaseGeometry]], piece: Polygon) -> dict[str, Any]:
    """Read the plan facts of a parcel off the plan that covers most of it."""
    plan, _ = max(plans, key=lambda entry: entry[1].intersection(piece).area)
    return {
        "arealformaal": plan.code,
        "plan_kind": plan.kind,
        "arealplan_id": plan.planid,
        "planstatus": plan.status,
    }


def draw_layers() -> dict[str, list[Feature]]:
    """Draw the features of every layer."""
    roads = [
        (LineString(smooth(line)), {"code": code, "kategori": kategori, "navn": name})
        for code, kategori, name, line in ROADS
    ]
    layers: dict[str, list[Feature]] = {
        "veg": [*roads, *site_roads([line for line, _ in roads])],
        "hovedveg": [road for road in roads if road[1]["kategori"] in ("E", "R")],
        "jernbane": [
            (LineString(smooth(line)), {"code": code, "navn": name})
            for code, name, line in RAILWAYS
        ],
        "vann": [
            (ribbon(GLOMMA, 190), {"code": "elv", "navn": "Glomma"}),
            *((smooth_ring(ring), {"code": "innsjo", "navn": name}) for name, ring in LAKES),
        ],
    }
    for layer, points in POINTS.items():
        layers[layer] = [(Point(place), {"code": c, "navn": n}) for c, n, place in points]
    layers["plan"] = draw_plans()
    for layer, text in PATCHES.items():
        layers[layer] = [
            (place_patch(patch), {"code": patch.code, "navn": patch.name})
            for patch in read_patches(text)
        ]
    for layer in BACKGROUND:
        layers[layer] += draw_background(layer)
    return {layer: list(mapped_only(layer, features)) for layer, features in layers.items()}


def mapped_only(layer: str, features: list[Feature]) -> Iterator[Feature]:
    """Yield the features somebody can have mapped: none lie wholly in a gap of the coverage."""
    gaps = [Polygon(ring) for of, _, _, ring in COVERAGE if of == layer]
    for geometry, properties in features:
        if not any(gap.contains(geometry) for gap in gaps):
            yield geometry, properties


def site_roads(main_roads: list[LineString]) -> Iterator[Feature]:
    """Yield the streets of the sites, each led to the nearest main or county road."""
    network = unary_union(main_roads)
    for site in SITES:
        for road in site.roads:
            street = site.frame.place(LineString(road))
            ends = [Point(street.coords[0]), Point(street.coords[-1])]
            start = min(ends, key=network.distance)
            facts = {"code": "kv", "kategori": "K", "navn": None}
            yield street, facts
            if network.distance(start) > JOINED:
                yield LineString(nearest_points(network, start)), facts


def draw_plans() -> list[Feature]:
    """Draw the plan areas of the sites."""
    return [
        (
            site.frame.place(area),
            {
                "code": plan.code,
                "navn": plan.name,
                "planstatus": plan.status,
                "plan_kind": plan.kind,
                "arealplan_id": plan.planid,
                "plantype": plan.plantype,
            },
        )
        for site in SITES
        for plan, area in plan_areas(site)
    ]


def place_patch(patch: Patch) -> BaseGeometry:
    """Place a patch drawn in the frame of its site."""
    frame = next(site.frame for site in SITES if site.slug == patch.site)
    return frame.place(smooth_ring(patch.ring) if patch.smooth else Polygon(patch.ring))


def draw_background(layer: str) -> Iterator[Feature]:
    """Yield the background of a layer, less what would come near a site."""
    sites = [site.frame.place(Polygon(site.outline)) for site in SITES]
    water = unary_union([smooth_ring(ring) for _, ring in LAKES])
    for seed, (code, (lon, lat, rx, ry, turn)) in enumerate(read_blobs(BACKGROUND[layer])):
        area = Frame(lon, lat, turn).place(blob(seed + len(layer), rx, ry))
        if any(site.distance(area) < CLEAR for site in sites):
            continue
        land = area.difference(water)
        if land.is_empty or not land.is_valid:
            continue
        facts: dict[str, Any] = {"code": code, "navn": None}
        if layer == "plan":
            facts |= {
                "planstatus": 3,
                "plan_kind": "kommuneplan",
                "arealplan_id": None,
                "plantype": "20",
            }
        yield land, facts


def draw_coverage(layer: str) -> list[Feature]:
    """Draw where a layer is mapped and where fetching it failed."""
    drawn = [(status, note, Polygon(ring)) for of, status, note, ring in COVERAGE if of == layer]
    mapped = Polygon(WORLD).difference(unary_union([area for _, _, area in drawn]))
    return [
        (mapped, {"status": "mapped", "note": None}),
        *(
            (area, {"status": "failed", "note": note})
            for status, note, area in drawn
            if status == "failed"
        ),
    ]


def render(features: list[Feature], decimals: int) -> str:
    """Write GeoJSON text with one feature a line, so that a diff shows what moved."""
    lines = []
    for geometry, properties in features:
        drawn = shapely.normalize(rounded(geometry, decimals))
        feature = {
            "type": "Feature",
            "properties": properties,
            "geometry": json.loads(shapely.to_geojson(orient(drawn))),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'


def orient(geometry: BaseGeometry) -> BaseGeometry:
    """Turn outer rings anticlockwise, as RFC 7946 asks."""
    return shapely.orient_polygons(geometry)


if __name__ == "__main__":
    sys.exit(main())
