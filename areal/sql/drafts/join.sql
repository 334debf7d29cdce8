-- Outlines as one; `touch` says whether every one of them has a border in common with another. Gaps of
-- a few centimetres are drawing errors, and are closed.
WITH outline AS (
  SELECT
    n.ordinality AS number,
    ST_SetSRID(ST_GeomFromGeoJSON(n.geometry), 25833) AS geom
  FROM jsonb_array_elements(cast(:geometries AS jsonb)) WITH ORDINALITY AS n (geometry, ordinality)
),

first AS (
  SELECT o.geom FROM outline AS o WHERE o.number = 1
),

snapped AS (
  SELECT CASE WHEN o.number = 1 THEN o.geom ELSE ST_MakeValid(ST_Snap(o.geom, f.geom, 0.05)) END AS geom
  FROM outline AS o
  CROSS JOIN first AS f
),

joined AS (
  SELECT
    ST_Multi(ST_CollectionExtract(ST_Union(s.geom), 3)) AS geom,
    sum(ST_NumGeometries(s.geom)) AS parts,
    count(*) AS outlines
  FROM snapped AS s
)

SELECT
  ST_AsGeoJSON(j.geom, 6)::jsonb AS geometry,
  areal.geodesic_area(j.geom) AS area_m2,
  ST_NumGeometries(j.geom) <= j.parts - j.outlines + 1 AS touch
FROM joined AS j
