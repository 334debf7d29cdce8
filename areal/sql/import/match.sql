-- Which parcel of the catalogue a row is about: by its slug, by the sender's id, by its title
-- number (and label), by the very same outline, or by a point within.
CREATE TEMPORARY TABLE import_match ON COMMIT DROP AS
WITH open_row AS NOT MATERIALIZED (
  SELECT r.*
  FROM import_row AS r
  WHERE r.slug IS NULL OR r.slug NOT IN (SELECT p.slug FROM areal.parcel AS p)
),

by_matrikkel AS MATERIALIZED (
  SELECT
    r.row_no,
    p.parcel_id,
    p.slug,
    r.label IS NOT NULL AND lower(r.label) = lower(p.label) AS same_label
  FROM open_row AS r
  INNER JOIN areal.parcel AS p ON r.matrikkel && p.matrikkel
  WHERE
    cardinality(r.matrikkel) > 0
    AND r.matrikkel @> p.matrikkel
    AND r.matrikkel <@ p.matrikkel
    -- A shape that is somewhere else is another parcel of the same property.
    AND (r.geom IS NULL OR ST_Intersects(r.geom, p.geom))
),

found AS (
  SELECT
    r.row_no,
    p.parcel_id,
    1 AS rank
  FROM import_row AS r
  INNER JOIN areal.parcel AS p ON r.slug = p.slug
  UNION ALL
  SELECT
    r.row_no,
    p.parcel_id,
    2
  FROM open_row AS r
  INNER JOIN areal.parcel AS p ON p.source_id = :source_id AND r.source_key = p.source_key
  UNION ALL
  SELECT
    m.row_no,
    min(m.parcel_id),
    3
  FROM by_matrikkel AS m
  WHERE
    m.same_label
    OR NOT EXISTS (SELECT 1 FROM by_matrikkel AS o WHERE m.row_no = o.row_no AND o.same_label)
  GROUP BY m.row_no
  HAVING count(*) = 1
  UNION ALL
  SELECT
    r.row_no,
    p.parcel_id,
    4
  FROM open_row AS r
  INNER JOIN areal.parcel AS p
    ON
      r.geom && p.geom
      AND abs(ST_XMin(r.geom) - ST_XMin(p.geom)) < 0.02
      AND abs(ST_YMin(r.geom) - ST_YMin(p.geom)) < 0.02
      AND abs(ST_XMax(r.geom) - ST_XMax(p.geom)) < 0.02
      AND abs(ST_YMax(r.geom) - ST_YMax(p.geom)) < 0.02
      AND ST_HausdorffDistance(r.geom, p.geom) < 0.02
  UNION ALL
  SELECT
    r.row_no,
    min(p.parcel_id),
    5
  FROM open_row AS r
  INNER JOIN areal.parcel AS p ON ST_Covers(p.geom, r.point)
  WHERE r.geom IS NULL AND r.point IS NOT NULL
  GROUP BY r.row_no
  HAVING count(*) = 1
)

SELECT DISTINCT ON (f.row_no)
  f.row_no,
  f.parcel_id
FROM found AS f
ORDER BY f.row_no, f.rank, f.parcel_id
