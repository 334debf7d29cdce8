INSERT INTO areal.boundary (boundary_version_id, kommunenummer, geom, area_m2)
SELECT
  cast(:boundary_version_id AS bigint),
  s.props ->> 'kommunenummer',
  made.geom,
  areal.geodesic_area(made.geom)
FROM staged_boundary AS s
CROSS JOIN
  LATERAL (
    SELECT ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Transform(s.geom, 25833)), 3)) AS geom
  ) AS made
INNER JOIN areal.kommune AS k ON k.kommunenummer = s.props ->> 'kommunenummer'
