-- What was built on an import since it was loaded: it can not be undone beneath that.
SELECT
  'parcel' AS subject,
  p.slug
FROM areal.import_batch AS b
INNER JOIN areal.parcel AS p
  ON
    p.parcel_id = ANY(b.created_parcels)
    OR p.parcel_id IN (
      SELECT c.subject_id FROM areal.import_change AS c
      WHERE b.import_id = c.import_id AND c.subject = 'parcel'
    )
WHERE
  b.import_id = cast(:import_id AS bigint)
  AND (
    p.import_id IS DISTINCT FROM b.import_id
    OR p.changed_at > b.loaded_at
    OR EXISTS (
      SELECT 1 FROM areal.deviation_grant AS g
      WHERE p.parcel_id = g.parcel_id AND p.parcel_id = ANY(b.created_parcels)
    )
  )
UNION ALL
SELECT
  'parcel',
  c.before ->> 'slug'
FROM areal.import_change AS c
WHERE
  c.import_id = cast(:import_id AS bigint)
  AND c.subject = 'parcel'
  AND CASE c.action
    -- Its slug, or its number, is in use again.
    WHEN 'gone'
      THEN
        EXISTS (
          SELECT 1 FROM areal.parcel AS p
          WHERE p.parcel_id = c.subject_id OR p.slug = c.before ->> 'slug'
        )
    ELSE NOT EXISTS (SELECT 1 FROM areal.parcel AS p WHERE p.parcel_id = c.subject_id)
  END
UNION ALL
SELECT
  'site',
  s.slug
FROM areal.import_batch AS b
INNER JOIN areal.site AS s
  ON
    s.site_id = ANY(b.created_sites)
    OR s.site_id IN (
      SELECT c.subject_id FROM areal.import_change AS c
      WHERE b.import_id = c.import_id AND c.subject = 'site'
    )
WHERE
  b.import_id = cast(:import_id AS bigint)
  AND (
    s.import_id IS DISTINCT FROM b.import_id
    OR s.changed_at > b.loaded_at
    OR s.site_id = ANY(b.created_sites) AND EXISTS (
      SELECT 1 FROM areal.parcel AS p
      WHERE s.site_id = p.site_id AND NOT p.parcel_id = ANY(b.created_parcels)
    )
  )
UNION ALL
SELECT
  'kept row',
  k.row_no::text
FROM areal.import_kept AS k
INNER JOIN areal.import_batch AS later ON k.settled_by = later.import_id
WHERE k.import_id = cast(:import_id AS bigint) AND later.state = 'loaded'
ORDER BY 1, 2
LIMIT 50
