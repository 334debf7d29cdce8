"""Rule R09 in the SQL that DuckDB and SedonaDB have in common, step by step.

``{geometry}`` is the name of the geometry column. Each step becomes a table the next ones read.
"""

from __future__ import annotations

from pathlib import Path

import geopandas
import shapely

from bench import peer_frames

HARD = ("21", "22", "23")
LIMIT = 0.5
#: No hole inside the country is so large.
_COUNTRY_M2 = 1e10

STEPS = {
    "pair": """
        SELECT p.slug, f.code, f.name, f.hard,
               ST_Intersection(p.{geometry}, f.{geometry}) AS {geometry}
        FROM feature AS f INNER JOIN parcel AS p ON ST_Intersects(f.{geometry}, p.{geometry})
    """,
    "hit": """
        SELECT slug, ST_Union_Agg({geometry}) AS {geometry}, array_agg(code) AS codes,
               array_agg(name) AS names
        FROM pair WHERE hard GROUP BY slug
    """,
    # What is not known may be of the kind: only where there is any, the whole is joined again.
    "possible": """
        SELECT slug, ST_Area(ST_Union_Agg({geometry})) AS area
        FROM pair WHERE slug IN (SELECT slug FROM pair WHERE NOT hard) GROUP BY slug
    """,
    "gap": """
        SELECT p.slug,
               sum(ST_Area(ST_Intersection(p.{geometry}, h.{geometry})) / ST_Area(p.{geometry}))
                 AS share,
               bool_or(h.failed AND NOT ST_Touches(h.{geometry}, p.{geometry})) AS failed
        FROM hole AS h INNER JOIN parcel AS p ON ST_Intersects(h.{geometry}, p.{geometry})
        GROUP BY p.slug
    """,
    "measured": """
        SELECT p.slug, h.{geometry}, h.codes, h.names,
               coalesce(ST_Area(h.{geometry}), 0) / ST_Area(p.{geometry}) * p.area_m2 / 1000 AS daa,
               coalesce(o.area, ST_Area(h.{geometry}), 0) / ST_Area(p.{geometry}) * p.area_m2 / 1000
                 AS possible,
               1 - coalesce(g.share, 0) AS covered, coalesce(g.failed, FALSE) AS failed
        FROM parcel AS p
        LEFT JOIN hit AS h ON p.slug = h.slug
        LEFT JOIN possible AS o ON p.slug = o.slug
        LEFT JOIN gap AS g ON p.slug = g.slug
    """,
    "finding": f"""
        SELECT slug AS subject, {{geometry}}, codes, names, covered,
               CASE WHEN daa > 0 OR covered >= 0.99 OR round(possible, 4) > {LIMIT} THEN daa END
                 AS measured,
               CASE
                 WHEN round(daa, 4) > {LIMIT} THEN 'deviates'
                 WHEN round(possible, 4) > {LIMIT} THEN 'missing'
                 WHEN covered >= 0.99 THEN 'met'
                 WHEN failed THEN 'error'
                 ELSE 'not_mapped'
               END AS verdict
        FROM measured
    """,
}


def tables(folder: Path) -> dict[str, geopandas.GeoDataFrame]:
    """Return parcels, features of the kind (or perhaps of it), and holes in the coverage."""
    parcel = peer_frames.parcels(folder)[["slug", "area_m2", "geometry"]]
    parcel["slug"] = parcel["slug"].astype(str)
    layer = peer_frames.layer(folder, "dyrka_mark")
    feature = layer.features[layer.features["code"].isin([*HARD, None])][
        ["code", "name", "geometry"]
    ]
    feature = feature.assign(
        hard=feature["code"].notna(),
        code=feature["code"].fillna("").astype(str),
        name=feature["name"].astype(str),
    )
    country = shapely.box(*parcel.total_bounds).buffer(100_000, join_style="mitre")
    gaps = shapely.get_parts(
        shapely.difference(shapely.difference(country, layer.mapped), layer.failed)
    )
    failed = shapely.get_parts(layer.failed)
    hole = geopandas.GeoDataFrame(
        {"failed": [False] * len(gaps) + [True] * len(failed)},
        geometry=[*gaps, *failed],
        crs=peer_frames.CRS,
    )
    # All around the country is a hole too; without parcels in it, and costly to cut against.
    return {"parcel": parcel, "feature": feature, "hole": hole[hole.area < _COUNTRY_M2]}
