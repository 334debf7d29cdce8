-- Rows about land of other kommuner than those whoever imports may change: by where the row lies, by
-- the parcel it is about, by the site it would belong to.
INSERT INTO import_issue (row_no, code, is_error, value, said, geom)
SELECT
  r.row_no,
  'not_yours',
  TRUE,
  NULL,
  jsonb_build_object('found', other.kommunenummer),
  r.geom
FROM import_row AS r
INNER JOIN LATERAL (
  SELECT each_of.kommunenummer
  FROM (
    SELECT p.kommunenummer FROM import_place AS p
    WHERE r.row_no = p.row_no
    UNION ALL
    SELECT known.kommunenummer FROM import_match AS m
    INNER JOIN areal.parcel AS known ON m.parcel_id = known.parcel_id
    WHERE r.row_no = m.row_no
    UNION ALL
    SELECT s.kommunenummer FROM import_site AS t
    INNER JOIN areal.site AS s ON t.site_id = s.site_id
    WHERE r.row_no = t.row_no
  ) AS each_of
  WHERE NOT (each_of.kommunenummer = ANY(cast(:kommuner AS text[])))
  LIMIT 1
) AS other ON TRUE
