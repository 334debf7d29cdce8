-- What can only be said of a row once its place, its parcel and its site are known.
INSERT INTO import_issue (row_no, code, is_error, value, said, geom)
SELECT
  r.row_no,
  'outside_region',
  TRUE,
  NULL,
  '{}'::jsonb,
  r.geom
FROM import_row AS r
LEFT JOIN import_place AS p ON r.row_no = p.row_no
WHERE r.geom IS NOT NULL AND p.row_no IS NULL
UNION ALL
SELECT
  r.row_no,
  'outside_kommune',
  TRUE,
  r.kommune,
  jsonb_build_object('said', r.kommune, 'found', p.kommunenummer),
  r.geom
FROM import_row AS r
INNER JOIN import_place AS p ON r.row_no = p.row_no
WHERE r.kommune <> p.kommunenummer
UNION ALL
SELECT
  r.row_no,
  'crosses_border',
  FALSE,
  NULL,
  jsonb_build_object(
    'found', p.kommunenummer, 'share', round((100 * p.share)::numeric, 1)::text || ' %'
  ),
  r.geom
FROM import_row AS r
INNER JOIN import_place AS p ON r.row_no = p.row_no
WHERE p.share < 0.99
UNION ALL
SELECT
  r.row_no,
  CASE WHEN m.parcel_id IS NULL THEN 'geometry_missing' ELSE 'geometry_kept' END,
  m.parcel_id IS NULL,
  NULL,
  '{}'::jsonb,
  r.point
FROM import_row AS r
LEFT JOIN import_match AS m ON r.row_no = m.row_no
WHERE
  r.geom IS NULL
  AND NOT r.errors
  -- Of a number that several parcels bear, that is what is told.
  AND (
    m.parcel_id IS NOT NULL
    OR (SELECT count(*) FROM areal.parcel AS p WHERE r.matrikkel && p.matrikkel) < 2
  )
UNION ALL
SELECT
  r.row_no,
  'ambiguous_matrikkel',
  TRUE,
  array_to_string(r.matrikkel, ', '),
  jsonb_build_object('other', string_agg(p.slug, ', ' ORDER BY p.slug)),
  NULL
FROM import_row AS r
INNER JOIN areal.parcel AS p ON r.matrikkel && p.matrikkel
LEFT JOIN import_match AS m ON r.row_no = m.row_no
WHERE r.geom IS NULL AND m.row_no IS NULL AND cardinality(r.matrikkel) > 0
GROUP BY r.row_no, r.matrikkel
HAVING count(*) > 1
UNION ALL
SELECT
  twin.row_no,
  'duplicate_id',
  TRUE,
  twin.slug,
  jsonb_build_object('other', twin.first_row),
  NULL
FROM (
  SELECT
    m.row_no,
    p.slug,
    first_value(m.row_no) OVER one_parcel AS first_row,
    row_number() OVER one_parcel > 1 AS again
  FROM import_match AS m
  INNER JOIN areal.parcel AS p ON m.parcel_id = p.parcel_id
  WHERE (m.row_no IN (SELECT i.row_no FROM import_issue AS i WHERE i.is_error)) IS NOT TRUE
  WINDOW one_parcel AS (PARTITION BY m.parcel_id ORDER BY m.row_no)
) AS twin
WHERE twin.again
UNION ALL
SELECT
  twin.row_no,
  'duplicate_matrikkel',
  FALSE,
  twin.value,
  jsonb_build_object('other', twin.first_row),
  NULL
FROM (
  SELECT
    r.row_no,
    array_to_string(r.matrikkel, ', ') AS value,
    first_value(r.row_no) OVER one_number AS first_row,
    row_number() OVER one_number > 1 AS again
  FROM import_row AS r
  LEFT JOIN import_match AS m ON r.row_no = m.row_no
  WHERE cardinality(r.matrikkel) > 0 AND m.row_no IS NULL
  WINDOW one_number AS (PARTITION BY r.matrikkel ORDER BY r.row_no)
) AS twin
WHERE twin.again
UNION ALL
SELECT
  r.row_no,
  CASE WHEN coalesce(r.site, r.site_props ->> 'name') IS NULL THEN 'site_missing' ELSE 'site_unknown' END,
  TRUE,
  coalesce(r.site, r.site_props ->> 'name'),
  '{}'::jsonb,
  NULL
FROM import_row AS r
INNER JOIN import_site AS s ON r.row_no = s.row_no
WHERE s.site_id IS NULL AND s.new_slug IS NULL AND NOT r.errors
UNION ALL
SELECT
  r.row_no,
  'area_contradicts',
  FALSE,
  NULL,
  jsonb_build_object(
    'said', round(r.stated_m2)::bigint,
    'measured', round(r.area_m2)::bigint,
    'ratio', round((r.stated_m2 / r.area_m2)::numeric, 2)
  ),
  NULL
FROM import_row AS r
WHERE r.stated_m2 > 0 AND abs(r.stated_m2 / nullif(r.area_m2, 0) - 1) > 0.05
