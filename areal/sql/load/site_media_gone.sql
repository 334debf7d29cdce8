DELETE FROM areal.site_media AS m
USING areal.site AS site, staged_site AS s
WHERE
  m.site_id = site.site_id
  AND site.slug = s.props ->> 'slug'
  AND m.position > coalesce(jsonb_array_length(s.props -> 'media'), 0)
