-- What an import did, and the moment after which a change is built on it. What bears its number and
-- was not there before, it made.
UPDATE areal.import_batch AS b
SET
  counts = cast(:counts AS jsonb),
  report = cast(:report AS jsonb),
  created_parcels = ARRAY(
    SELECT p.parcel_id
    FROM areal.parcel AS p
    WHERE
      p.import_id = :import_id
      AND NOT EXISTS (
        SELECT 1 FROM areal.import_change AS c
        WHERE c.import_id = :import_id AND c.subject = 'parcel' AND c.subject_id = p.parcel_id
      )
    ORDER BY p.parcel_id
  ),
  created_sites = ARRAY(
    SELECT s.site_id
    FROM areal.site AS s
    WHERE
      s.import_id = :import_id
      AND NOT EXISTS (
        SELECT 1 FROM areal.import_change AS c
        WHERE c.import_id = :import_id AND c.subject = 'site' AND c.subject_id = s.site_id
      )
    ORDER BY s.site_id
  ),
  loaded_at = clock_timestamp()
WHERE b.import_id = :import_id
