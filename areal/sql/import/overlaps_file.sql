-- Land that two rows of the file claim, of pairs whose interiors meet; strips as in the catalogue.
INSERT INTO import_issue (row_no, code, is_error, said, geom)
SELECT
  pair.row_no,
  pair.code,
  FALSE,
  jsonb_build_object('other', pair.other, 'area', round(ST_Area(pair.geom)::numeric, 1)),
  pair.geom
FROM (
  SELECT
    greatest(f.row_a, f.row_b) AS row_no,
    'overlaps_file' AS code,
    least(f.row_a, f.row_b)::text AS other,
    ST_CollectionExtract(ST_Intersection(a.geom, b.geom), 3) AS geom
  FROM unnest(cast(:row_a AS integer[]), cast(:row_b AS integer[])) AS f (row_a, row_b)
  INNER JOIN import_row AS a ON f.row_a = a.row_no
  INNER JOIN import_row AS b ON f.row_b = b.row_no
  WHERE
    NOT a.errors
    AND NOT b.errors
    AND (a.row_no IN (SELECT i.row_no FROM import_issue AS i WHERE i.is_error)) IS NOT TRUE
    AND (b.row_no IN (SELECT i.row_no FROM import_issue AS i WHERE i.is_error)) IS NOT TRUE
) AS pair
WHERE
  ST_Area(pair.geom) > 1
  AND ST_Area(pair.geom) > 0.25 * ST_Perimeter(pair.geom)
