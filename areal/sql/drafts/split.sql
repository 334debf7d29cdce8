-- The pieces a line cuts an outline into, the largest first; one row when the line does not cross it.
SELECT
  ST_AsGeoJSON(ST_Multi(piece.geom), 6)::jsonb AS geometry,
  areal.geodesic_area(piece.geom) AS area_m2
FROM (
  SELECT
    ST_SetSRID(ST_GeomFromGeoJSON(cast(:geometry AS text)), 25833) AS geom,
    ST_SetSRID(ST_GeomFromGeoJSON(cast(:line AS text)), 25833) AS line
) AS whole
CROSS JOIN LATERAL ST_Dump(ST_Split(whole.geom, whole.line)) AS piece
ORDER BY area_m2 DESC, ST_XMin(piece.geom), ST_YMin(piece.geom)
