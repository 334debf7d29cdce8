-- Every moment of a site, oldest first, with all it said; a slug that was once its own will do.
SELECT
  m.done_at,
  m.author,
  m.import_id,
  batch.name AS import_name,
  m.state,
  m.media
FROM areal.site_moment AS m
LEFT JOIN areal.import_batch AS batch ON m.import_id = batch.import_id
WHERE
  m.site_id = (
    SELECT known.site_id
    FROM (
      SELECT
        s.site_id,
        'infinity'::timestamptz AS until
      FROM areal.site AS s
      WHERE s.slug = :slug
      UNION ALL
      SELECT
        h.site_id,
        upper(h.period) AS until
      FROM areal.site_history AS h
      WHERE h.state ->> 'slug' = :slug
    ) AS known
    ORDER BY known.until DESC
    LIMIT 1
  )
ORDER BY m.done_at
