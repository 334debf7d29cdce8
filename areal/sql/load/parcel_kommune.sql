-- Every parcel's kommune is the one that holds most of it, by the borders in force.
UPDATE areal.parcel AS p
SET
  kommunenummer = decided.kommunenummer,
  kommune_share = decided.share,
  boundary_version_id = decided.boundary_version_id
FROM (
  SELECT DISTINCT ON (candidate.parcel_id)
    candidate.parcel_id,
    b.kommunenummer,
    b.boundary_version_id,
    CASE
      WHEN ST_CoveredBy(candidate.geom, b.geom) THEN 1
      ELSE ST_Area(ST_Intersection(candidate.geom, b.geom)) / ST_Area(candidate.geom)
    END AS share
  FROM areal.parcel AS candidate
  INNER JOIN areal.boundary AS b ON ST_Intersects(candidate.geom, b.geom)
  INNER JOIN areal.boundary_version AS v
    ON b.boundary_version_id = v.boundary_version_id AND v.in_force
  ORDER BY candidate.parcel_id, share DESC, b.kommunenummer
) AS decided
WHERE
  p.parcel_id = decided.parcel_id
  AND (p.kommunenummer, p.kommune_share, p.boundary_version_id)
  IS DISTINCT FROM (decided.kommunenummer, decided.share, decided.boundary_version_id)
