-- Subdivided, always: a rule over polygons of 20,000 vertices is some ninety times slower whole.
INSERT INTO areal.layer_part (layer_version_id, feature_id, geom)
SELECT
  f.layer_version_id,
  f.feature_id,
  ST_Subdivide(single.geom, 128)
FROM areal.layer_feature AS f
CROSS JOIN LATERAL ST_Dump(f.geom) AS single
WHERE f.layer_version_id = :layer_version_id
ORDER BY f.feature_id
