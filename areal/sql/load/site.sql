-- New sites in, known ones (by slug) brought up to date; nothing is deleted because it is absent.
INSERT INTO areal.site (
  slug, name, kommunenummer, category, area_class, description_nb, description_en,
  highlights_nb, highlights_en, focus_areas, contact_role, contact_email, contact_phone,
  verified_on, verified_by, verified_how, published, import_id
)
SELECT
  r.slug,
  r.name,
  r.kommunenummer,
  r.category,
  r.area_class,
  r.description_nb,
  r.description_en,
  r.highlights_nb,
  r.highlights_en,
  r.focus_areas,
  r.contact_role,
  r.contact_email,
  r.contact_phone,
  r.verified_on,
  r.verified_by,
  r.verified_how,
  r.published,
  cast(:import_id AS bigint)
FROM staged_site AS s
CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.site, s.props) AS r
ON CONFLICT (slug) DO UPDATE SET
  name = excluded.name,
  kommunenummer = excluded.kommunenummer,
  category = excluded.category,
  area_class = excluded.area_class,
  description_nb = excluded.description_nb,
  description_en = excluded.description_en,
  highlights_nb = excluded.highlights_nb,
  highlights_en = excluded.highlights_en,
  focus_areas = excluded.focus_areas,
  contact_role = excluded.contact_role,
  contact_email = excluded.contact_email,
  contact_phone = excluded.contact_phone,
  verified_on = excluded.verified_on,
  verified_by = excluded.verified_by,
  verified_how = excluded.verified_how,
  published = excluded.published,
  import_id = excluded.import_id
