SELECT
  r.code,
  r.cause,
  r.source,
  r.expected_end,
  r.note_nb,
  r.note_en
FROM published.restriction AS r
WHERE r.parcel_id = :parcel_id
ORDER BY r.position
