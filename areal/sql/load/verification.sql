-- What the file says of each axis; what it says as before leaves no trace (functions/history.sql).
INSERT INTO areal.verification (parcel_id, axis, verified_on, verified_by, verified_how)
SELECT
  p.parcel_id,
  v.key,
  (v.value ->> 'on')::date,
  v.value ->> 'by',
  v.value ->> 'how'
FROM located AS l
INNER JOIN areal.parcel AS p ON p.slug = l.props ->> 'slug'
CROSS JOIN LATERAL jsonb_each(l.props -> 'verified') AS v
ON CONFLICT (parcel_id, axis) DO UPDATE SET
  verified_on = excluded.verified_on,
  verified_by = excluded.verified_by,
  verified_how = excluded.verified_how
