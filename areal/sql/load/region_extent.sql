-- The rectangle around the kommuner in force, in whole metres, and which edition they are.
SELECT
  floor(ST_XMin(around.box)) AS west,
  floor(ST_YMin(around.box)) AS south,
  ceil(ST_XMax(around.box)) AS east,
  ceil(ST_YMax(around.box)) AS north,
  around.checksum
FROM (
  SELECT
    v.checksum,
    ST_Extent(b.geom) AS box
  FROM areal.boundary AS b
  INNER JOIN areal.boundary_version AS v ON b.boundary_version_id = v.boundary_version_id
  WHERE v.in_force
  GROUP BY v.checksum
) AS around
