SELECT
  v.boundary_version_id,
  v.in_force,
  v.source,
  v.source_version,
  b.kommunenummer,
  k.name,
  b.area_m2
FROM areal.boundary_version AS v
INNER JOIN areal.boundary AS b ON v.boundary_version_id = b.boundary_version_id
INNER JOIN areal.kommune AS k ON b.kommunenummer = k.kommunenummer
ORDER BY v.boundary_version_id, b.kommunenummer
