-- What the rows say of their sites: one row a site, by the first row that names it.
CREATE TEMPORARY TABLE import_site_diff ON COMMIT DROP AS
WITH said AS (
  SELECT DISTINCT ON (coalesce(d.site_id::text, d.new_slug))
    d.site_id,
    d.new_slug,
    r.row_no,
    r.site,
    r.site_props,
    p.kommunenummer
  FROM import_diff AS d
  INNER JOIN import_row AS r ON d.row_no = r.row_no
  LEFT JOIN import_place AS p ON d.row_no = p.row_no
  WHERE r.site_props <> '{}'::jsonb OR d.site_id IS NULL
  ORDER BY coalesce(d.site_id::text, d.new_slug), r.row_no
)

SELECT
  said.row_no,
  said.site_id,
  said.new_slug,
  said.kommunenummer,
  said.site_props || CASE
    WHEN said.site_id IS NULL
      THEN jsonb_build_object('name', coalesce(said.site_props ->> 'name', said.site))
    ELSE '{}'::jsonb
  END AS props,
  CASE
    WHEN said.site_id IS NULL THEN 'new' WHEN f.fields = '{}'::jsonb THEN 'unchanged' ELSE 'changed'
  END AS action,
  coalesce(f.fields, '{}'::jsonb) AS fields
FROM said
LEFT JOIN LATERAL (
  SELECT coalesce(jsonb_object_agg(now.key, jsonb_build_array(was.value, now.value)), '{}'::jsonb) AS fields
  FROM areal.site AS s
  CROSS JOIN
    LATERAL jsonb_each(to_jsonb(jsonb_populate_record(s, jsonb_strip_nulls(said.site_props)))) AS now
  INNER JOIN LATERAL jsonb_each(to_jsonb(s)) AS was ON now.key = was.key
  WHERE
    s.site_id = said.site_id
    AND said.site_props ->> now.key IS NOT NULL
    AND now.value IS DISTINCT FROM was.value
) AS f ON said.site_id IS NOT NULL
