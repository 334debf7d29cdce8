-- An outline drawn on a map (GeoJSON, degrees) in the storage system. A map's corners come back some
-- millimetres off: those that were not moved are put back where they were, and those that lie on a
-- neighbour are put on it, so that a common border is one border.
WITH drawn AS (
  SELECT ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(:drawn), 4326), 25833) AS geom
),

before AS (
  SELECT ST_SetSRID(ST_GeomFromGeoJSON(cast(:before AS text)), 25833) AS geom
),

kept AS (
  SELECT
    CASE
      WHEN b.geom IS NULL THEN d.geom
      ELSE ST_Snap(d.geom, ST_Points(b.geom), 0.02)
    END AS geom
  FROM drawn AS d
  CROSS JOIN before AS b
),

beside AS (
  SELECT ST_SetSRID(ST_GeomFromGeoJSON(n.geometry), 25833) AS geom
  FROM jsonb_array_elements(cast(:siblings AS jsonb)) AS n (geometry)
  UNION ALL
  SELECT p.geom
  FROM areal.parcel AS p
  CROSS JOIN kept AS k
  WHERE ST_DWithin(p.geom, k.geom, 1) AND p.site_id IS DISTINCT FROM cast(:site_id AS bigint)
),

near AS (
  SELECT ST_Union(n.geom) AS geom
  FROM beside AS n
  CROSS JOIN kept AS k
  WHERE ST_DWithin(n.geom, k.geom, 1)
),

snapped AS (
  SELECT
    n.geom AS near,
    CASE
      WHEN n.geom IS NULL THEN k.geom
      ELSE ST_MakeValid(ST_Snap(k.geom, ST_Points(n.geom), 0.25))
    END AS geom
  FROM kept AS k
  CROSS JOIN near AS n
)

-- What still lies over a neighbour by a hand's breadth is cut away; more is meant, and is told.
SELECT
  ST_AsGeoJSON(
    CASE
      WHEN
        s.near IS NOT NULL
        AND ST_CoveredBy(
          ST_CollectionExtract(ST_Intersection(s.geom, s.near), 3),
          ST_Buffer(ST_Boundary(s.near), 0.25)
        )
        THEN ST_CollectionExtract(ST_Difference(s.geom, s.near), 3)
      ELSE s.geom
    END,
    3
  )::jsonb
FROM snapped AS s
