-- Rows that are one and the same are taken once; two rows of one id can't both be right.
INSERT INTO import_issue (row_no, code, is_error, value, said)
SELECT
  twin.row_no,
  CASE WHEN twin.same THEN 'duplicate_row' ELSE 'duplicate_id' END,
  TRUE,
  twin.value,
  jsonb_build_object('other', twin.first_row)
FROM (
  SELECT
    r.row_no,
    coalesce(r.slug, r.source_key) AS value,
    first_value(r.row_no) OVER same_id AS first_row,
    row_number() OVER same_id > 1 AS again,
    r.props = first_value(r.props) OVER same_id
    AND r.geom IS NOT DISTINCT FROM first_value(r.geom) OVER same_id AS same
  FROM import_row AS r
  WHERE coalesce(r.slug, r.source_key) IS NOT NULL
  WINDOW same_id AS (PARTITION BY coalesce('slug ' || r.slug, 'key ' || r.source_key) ORDER BY r.row_no)
) AS twin
WHERE twin.again
UNION ALL
SELECT
  twin.row_no,
  'duplicate_row',
  TRUE,
  NULL,
  jsonb_build_object('other', twin.first_row)
FROM (
  SELECT
    r.row_no,
    first_value(r.row_no) OVER same_shape AS first_row,
    row_number() OVER same_shape > 1 AS again
  FROM import_row AS r
  WHERE r.slug IS NULL AND r.source_key IS NULL AND r.geom IS NOT NULL
  WINDOW same_shape AS (PARTITION BY md5(ST_AsBinary(r.geom)), r.props ORDER BY r.row_no)
) AS twin
WHERE twin.again
