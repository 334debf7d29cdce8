INSERT INTO areal.restriction (
  parcel_id, position, code, cause, source, expected_end, note_nb, note_en
)
SELECT
  p.parcel_id,
  r.ordinality,
  r.value ->> 'code',
  r.value ->> 'cause',
  r.value ->> 'source',
  (r.value ->> 'expected_end')::date,
  r.value -> 'note' ->> 'nb',
  r.value -> 'note' ->> 'en'
FROM located AS l
INNER JOIN areal.parcel AS p ON p.slug = l.props ->> 'slug'
CROSS JOIN
  LATERAL jsonb_array_elements(l.props -> 'restrictions') WITH ORDINALITY
    AS r (
      value, ordinality
    )
ON CONFLICT (parcel_id, position) DO UPDATE SET
  code = excluded.code,
  cause = excluded.cause,
  source = excluded.source,
  expected_end = excluded.expected_end,
  note_nb = excluded.note_nb,
  note_en = excluded.note_en
