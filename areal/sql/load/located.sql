-- Staged parcels in the storage system, with the kommune that holds most of each; NULL for one
-- that lies in none.
CREATE TEMPORARY TABLE located ON COMMIT DROP AS
SELECT
  s.row_no,
  s.props,
  made.geom,
  ST_IsValid(made.original) AS valid,
  ST_IsValidReason(made.original) AS reason,
  best.kommunenummer,
  best.boundary_version_id,
  best.share
FROM staged_parcel AS s
CROSS JOIN
  LATERAL (
    SELECT
      ST_Transform(s.geom, 25833) AS original,
      ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Transform(s.geom, 25833)), 3)) AS geom
  ) AS made
LEFT JOIN LATERAL (
  SELECT
    b.kommunenummer,
    b.boundary_version_id,
    CASE
      WHEN ST_CoveredBy(made.geom, b.geom) THEN 1
      ELSE ST_Area(ST_Intersection(made.geom, b.geom)) / nullif(ST_Area(made.geom), 0)
    END AS share
  FROM areal.boundary AS b
  INNER JOIN areal.boundary_version AS v
    ON b.boundary_version_id = v.boundary_version_id AND v.in_force
  WHERE ST_Intersects(made.geom, b.geom)
  ORDER BY share DESC NULLS LAST, b.kommunenummer
  LIMIT 1
) AS best ON TRUE
