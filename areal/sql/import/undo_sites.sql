-- Sites as they were before an import.
UPDATE areal.site AS s
SET
  name = n.name,
  category = n.category,
  area_class = n.area_class,
  description_nb = n.description_nb,
  description_en = n.description_en,
  focus_areas = n.focus_areas,
  import_id = n.import_id
FROM areal.import_change AS c
CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.site, c.before) AS n
WHERE c.import_id = cast(:import_id AS bigint) AND c.subject = 'site' AND s.site_id = c.subject_id
