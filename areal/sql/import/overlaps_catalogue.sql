-- Land that a row and a parcel of the catalogue claim. Two drawings of one border leave strips:
-- those narrower than half a metre on average are not told.
INSERT INTO import_issue (row_no, code, is_error, said, geom)
SELECT
  pair.row_no,
  pair.code,
  FALSE,
  jsonb_build_object('other', pair.other, 'area', round(ST_Area(pair.geom)::numeric, 1)),
  pair.geom
FROM (
  SELECT
    a.row_no,
    'overlaps_catalogue' AS code,
    p.slug AS other,
    ST_CollectionExtract(ST_Intersection(a.geom, p.geom), 3) AS geom
  FROM import_row AS a
  INNER JOIN areal.parcel AS p ON a.geom && p.geom AND ST_Intersects(a.geom, p.geom)
  LEFT JOIN import_match AS m ON a.row_no = m.row_no -- noqa: ST09
  WHERE
    NOT a.errors
    AND (a.row_no IN (SELECT i.row_no FROM import_issue AS i WHERE i.is_error)) IS NOT TRUE
    AND p.parcel_id IS DISTINCT FROM m.parcel_id
    -- What the file itself changes is compared within the file.
    AND (p.parcel_id IN (SELECT o.parcel_id FROM import_match AS o)) IS NOT TRUE
    AND NOT ST_Touches(a.geom, p.geom)
) AS pair
WHERE
  ST_Area(pair.geom) > 1
  AND ST_Area(pair.geom) > 0.25 * ST_Perimeter(pair.geom)
