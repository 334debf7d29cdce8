-- Subdivided, always: a rule over polygons of 20,000 vertices is some ninety times slower whole.
-- Lines are cut shorter: the search for the nearest goes by boxes, and that of a long road is near
-- to everything.
INSERT INTO areal.layer_part (layer_version_id, feature_id, geom)
SELECT
  f.layer_version_id,
  f.feature_id,
  ST_Subdivide(single.geom, CASE ST_Dimension(single.geom) WHEN 1 THEN 8 ELSE 256 END)
FROM areal.layer_feature AS f
CROSS JOIN LATERAL ST_Dump(f.geom) AS single
WHERE f.layer_version_id = :layer_version_id
ORDER BY f.feature_id
