-- Every moment of a parcel, oldest first, with all it said; a slug that was once its own will do.
SELECT
  m.done_at,
  m.author,
  m.import_id,
  batch.name AS import_name,
  m.state,
  m.verified,
  m.restrictions
FROM areal.parcel_moment AS m
LEFT JOIN areal.import_batch AS batch ON m.import_id = batch.import_id
WHERE
  m.parcel_id = (
    SELECT known.parcel_id
    FROM (
      SELECT
        p.parcel_id,
        'infinity'::timestamptz AS until
      FROM areal.parcel AS p
      WHERE p.slug = :slug
      UNION ALL
      SELECT
        h.parcel_id,
        upper(h.period) AS until
      FROM areal.parcel_history AS h
      WHERE h.state ->> 'slug' = :slug
    ) AS known
    ORDER BY known.until DESC
    LIMIT 1
  )
ORDER BY m.done_at
