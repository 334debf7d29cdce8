-- What was said of rows: every error, and of each warning the first; late is what was found beside.
SELECT
  i.row_no,
  i.code,
  i.value,
  i.said,
  i.total,
  CASE WHEN i.place <= :most THEN encode(ST_AsEWKB(i.geom), 'hex') END AS geom
FROM (
  SELECT
    each_of.*,
    row_number() OVER one_code AS place,
    count(*) OVER (PARTITION BY each_of.code) AS total
  FROM import_issue AS each_of
  WHERE (each_of.code = 'overlaps_file') = cast(:late AS boolean)
  WINDOW one_code AS (PARTITION BY each_of.code ORDER BY each_of.row_no)
) AS i
WHERE i.is_error OR i.place <= :most
ORDER BY i.row_no, i.code
