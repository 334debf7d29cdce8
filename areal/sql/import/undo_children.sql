-- What hung on parcels that come back: confirmations and restrictions.
WITH back AS (
  SELECT c.before
  FROM areal.import_change AS c
  WHERE c.import_id = cast(:import_id AS bigint) AND c.subject = 'parcel' AND c.action = 'gone'
),

verified AS (
  INSERT INTO areal.verification (
    parcel_id, axis, verified_on, verified_by, verified_how
  )
  SELECT
    v.parcel_id,
    v.axis,
    v.verified_on,
    v.verified_by,
    v.verified_how
  FROM back
  CROSS JOIN LATERAL jsonb_populate_recordset(NULL::areal.verification, back.before -> 'verification') AS v
)

INSERT INTO areal.restriction (
  parcel_id, position, code, cause, source, expected_end, note_nb, note_en
)
SELECT
  r.parcel_id,
  r.position,
  r.code,
  r.cause,
  r.source,
  r.expected_end,
  r.note_nb,
  r.note_en
FROM back
CROSS JOIN LATERAL jsonb_populate_recordset(NULL::areal.restriction, back.before -> 'restriction') AS r
