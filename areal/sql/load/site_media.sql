INSERT INTO areal.site_media (site_id, position, kind, url, alt_nb, alt_en, credit, licence)
SELECT
  site.site_id,
  m.ordinality,
  m.value ->> 'kind',
  m.value ->> 'url',
  m.value ->> 'alt_nb',
  m.value ->> 'alt_en',
  m.value ->> 'credit',
  m.value ->> 'licence'
FROM staged_site AS s
INNER JOIN areal.site AS site ON site.slug = s.props ->> 'slug'
CROSS JOIN LATERAL jsonb_array_elements(s.props -> 'media') WITH ORDINALITY AS m (value, ordinality)
ON CONFLICT (site_id, position) DO UPDATE SET
  kind = excluded.kind,
  url = excluded.url,
  alt_nb = excluded.alt_nb,
  alt_en = excluded.alt_en,
  credit = excluded.credit,
  licence = excluded.licence
