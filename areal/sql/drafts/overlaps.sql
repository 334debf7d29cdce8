-- Parcels that an outline lies over by more than a square metre: those of the draft and the catalogue's.
WITH drawn AS (
  SELECT ST_SetSRID(ST_GeomFromGeoJSON(cast(:geometry AS text)), 25833) AS geom
),

beside AS (
  SELECT
    n.value ->> 'label' AS name,
    ST_SetSRID(ST_GeomFromGeoJSON(n.value -> 'geometry'), 25833) AS geom
  FROM jsonb_array_elements(cast(:siblings AS jsonb)) AS n
  UNION ALL
  SELECT
    s.name || ', ' || p.label AS name,
    p.geom
  FROM areal.parcel AS p
  INNER JOIN areal.site AS s ON p.site_id = s.site_id
  CROSS JOIN drawn AS d
  WHERE ST_Intersects(p.geom, d.geom) AND p.site_id IS DISTINCT FROM cast(:site_id AS bigint)
)

SELECT
  b.name,
  areal.geodesic_area(ST_CollectionExtract(ST_Intersection(b.geom, d.geom), 3)) AS area_m2
FROM beside AS b
CROSS JOIN drawn AS d
WHERE
  ST_Intersects(b.geom, d.geom)
  AND ST_Area(ST_CollectionExtract(ST_Intersection(b.geom, d.geom), 3)) > 1
ORDER BY area_m2 DESC
