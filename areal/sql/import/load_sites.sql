-- New sites in. What the file does not say of them is not known; they wait to be published.
INSERT INTO areal.site (
  slug, name, kommunenummer, category, area_class, description_nb, description_en, highlights_nb,
  highlights_en, focus_areas, published, import_id
)
SELECT
  d.new_slug,
  r.name,
  d.kommunenummer,
  r.category,
  r.area_class,
  r.description_nb,
  r.description_en,
  '{}',
  '{}',
  coalesce(r.focus_areas, '{}'),
  cast(:publish AS boolean),
  cast(:import_id AS bigint)
FROM import_site_diff AS d
CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.site, d.props) AS r
WHERE d.action = 'new'
ORDER BY d.row_no
