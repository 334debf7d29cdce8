SELECT
  v.parcel_id,
  v.axis,
  v.verified_on,
  v.verified_by,
  v.verified_how
FROM published.verification AS v
LEFT JOIN published.code AS c ON v.axis = c.code AND c.list = 'axis'
WHERE v.parcel_id = ANY(cast(:parcels AS bigint[]))
ORDER BY v.parcel_id, c.position, v.axis
