-- An outline with what the database works out of it: its area on the ellipsoid, and the kommune that
-- holds most of it by the borders in force; no row for one that lies in none.
SELECT
  b.kommunenummer,
  b.boundary_version_id,
  ST_AsEWKB(g.geom) AS geom,
  areal.geodesic_area(g.geom) AS area_m2,
  CASE
    WHEN ST_CoveredBy(g.geom, b.geom) THEN 1
    ELSE ST_Area(ST_Intersection(g.geom, b.geom)) / nullif(ST_Area(g.geom), 0)
  END AS kommune_share
FROM (
  SELECT
    ST_Multi(
      ST_CollectionExtract(
        ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(cast(:geometry AS text)), 25833)), 3
      )
    ) AS geom
) AS g
INNER JOIN areal.boundary AS b ON ST_Intersects(g.geom, b.geom)
INNER JOIN areal.boundary_version AS v
  ON b.boundary_version_id = v.boundary_version_id AND v.in_force
ORDER BY kommune_share DESC NULLS LAST, b.kommunenummer
LIMIT 1
