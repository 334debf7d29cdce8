SELECT
  r.parcel_id,
  r.code,
  r.cause,
  r.source,
  r.expected_end,
  r.note_nb,
  r.note_en
FROM published.restriction AS r
WHERE r.parcel_id = ANY(cast(:parcels AS bigint[]))
ORDER BY r.parcel_id, r.position
