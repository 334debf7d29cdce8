-- Eksempeldata come with the consents they would need: without them no private parcel of theirs could
-- be shown again once somebody works with it.
INSERT INTO areal.owner_consent (parcel_id, given_by, given_on, document_ref, recorded_by)
SELECT
  p.parcel_id,
  'Grunneier (eksempel)',
  coalesce(cast(:day AS date), current_date),
  'Eksempelsak 26/100',
  :author
FROM areal.parcel AS p
WHERE
  p.import_id = :import_id
  AND areal.needs_consent(p.owner_kind)
  AND NOT EXISTS (SELECT 1 FROM areal.owner_consent AS c WHERE c.parcel_id = p.parcel_id)
