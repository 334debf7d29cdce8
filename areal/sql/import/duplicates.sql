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
    r.digest = first_value(r.digest) OVER same_id AS same
  FROM (
    SELECT
      each_of.row_no,
      each_of.slug,
      each_of.source_key,
      coalesce('slug ' || each_of.slug, 'key ' || each_of.source_key) AS id,
      each_of.digest
    FROM import_row AS each_of
    WHERE coalesce(each_of.slug, each_of.source_key) IS NOT NULL
  ) AS r
  WINDOW same_id AS (PARTITION BY r.id ORDER BY r.row_no)
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
  WINDOW same_shape AS (PARTITION BY r.digest ORDER BY r.row_no)
) AS twin
WHERE twin.again
