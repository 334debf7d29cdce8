-- A layer said to cover the region covers the kommuner whose borders are in force.
INSERT INTO areal.layer_coverage (layer_version_id, status, note, geom)
SELECT
  cast(:layer_version_id AS bigint),
  'mapped',
  NULL,
  ST_Subdivide(ST_Union(b.geom), 256)
FROM areal.boundary AS b
INNER JOIN areal.boundary_version AS v ON b.boundary_version_id = v.boundary_version_id
WHERE v.in_force
