SELECT
  m.kind,
  m.url,
  m.alt_nb,
  m.alt_en,
  m.credit,
  m.licence
FROM published.site_media AS m
WHERE m.site_id = :site_id
ORDER BY m.position
