-- Sites that the file says something new of; they are kept as they were, to go back to.
WITH kept AS (
  INSERT INTO areal.import_change (import_id, subject, subject_id, action, before, fields)
  SELECT
    cast(:import_id AS bigint),
    'site',
    s.site_id,
    'changed',
    to_jsonb(s),
    d.fields
  FROM import_site_diff AS d
  INNER JOIN areal.site AS s ON d.site_id = s.site_id
  WHERE d.action = 'changed'
)

UPDATE areal.site AS s
SET
  name = n.name,
  category = n.category,
  area_class = n.area_class,
  description_nb = n.description_nb,
  description_en = n.description_en,
  focus_areas = n.focus_areas,
  import_id = cast(:import_id AS bigint)
FROM import_site_diff AS d
INNER JOIN areal.site AS o ON d.site_id = o.site_id
CROSS JOIN LATERAL jsonb_populate_record(o, jsonb_strip_nulls(d.props)) AS n
WHERE d.action = 'changed' AND s.site_id = d.site_id
