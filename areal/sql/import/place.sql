-- The kommune that holds most of each row's shape; a row that lies in none is not here. Of each
-- kommune, those wholly inside are found at once: PostGIS prepares the border once and keeps it.
CREATE TEMPORARY TABLE import_place ON COMMIT DROP AS
WITH inside AS MATERIALIZED (
  SELECT
    lies.row_no,
    b.kommunenummer,
    b.boundary_version_id
  FROM (
    SELECT
      each_of.kommunenummer,
      each_of.boundary_version_id,
      each_of.geom
    FROM areal.boundary AS each_of
    INNER JOIN areal.boundary_version AS v
      ON each_of.boundary_version_id = v.boundary_version_id AND v.in_force
    OFFSET 0
  ) AS b
  CROSS JOIN LATERAL (
    SELECT r.row_no
    FROM import_row AS r
    WHERE r.geom && b.geom AND ST_Covers(b.geom, r.geom)
    OFFSET 0
  ) AS lies
),

across AS (
  SELECT
    r.row_no,
    best.kommunenummer,
    best.boundary_version_id,
    best.share
  FROM import_row AS r
  CROSS JOIN
    LATERAL (
      SELECT
        b.kommunenummer,
        b.boundary_version_id,
        ST_Area(ST_Intersection(r.geom, b.geom)) / nullif(ST_Area(r.geom), 0) AS share
      FROM areal.boundary AS b
      INNER JOIN areal.boundary_version AS v
        ON b.boundary_version_id = v.boundary_version_id AND v.in_force
      WHERE ST_Intersects(r.geom, b.geom)
      ORDER BY share DESC NULLS LAST, b.kommunenummer
      LIMIT 1
    ) AS best
  WHERE
    r.geom IS NOT NULL
    AND (r.row_no IN (SELECT i.row_no FROM inside AS i)) IS NOT TRUE
)

SELECT DISTINCT ON (told.row_no)
  told.row_no,
  told.kommunenummer,
  told.boundary_version_id,
  told.share
FROM (
  SELECT
    i.row_no,
    i.kommunenummer,
    i.boundary_version_id,
    1::double precision AS share
  FROM inside AS i
  UNION ALL
  SELECT
    a.row_no,
    a.kommunenummer,
    a.boundary_version_id,
    a.share
  FROM across AS a
) AS told
ORDER BY told.row_no, told.kommunenummer
