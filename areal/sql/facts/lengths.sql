WITH region AS (
  SELECT ST_Union(b.geom) AS geom
  FROM areal.boundary AS b
  INNER JOIN areal.boundary_version AS v ON b.boundary_version_id = v.boundary_version_id
  WHERE v.in_force
),

inside AS (
  SELECT
    f.code,
    areal.geodesic_length(
      ST_CollectionExtract(ST_Intersection(part.geom, region.geom), 2)
    ) AS metres
  FROM areal.layer_version AS v
  INNER JOIN areal.layer_part AS part ON v.layer_version_id = part.layer_version_id
  INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
  INNER JOIN region ON ST_Intersects(part.geom, region.geom)
  WHERE v.layer_id = :layer_id AND v.in_force
)

SELECT
  cast(:layer_id AS text) AS layer_id,
  code,
  sum(metres) AS metres
FROM inside
GROUP BY GROUPING SETS ((), (code))
HAVING GROUPING(code) = 1 OR code IS NOT NULL
ORDER BY metres DESC, code NULLS FIRST
