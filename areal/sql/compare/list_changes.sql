-- Every difference with what each side measured, and the fewest inputs that each bring it about.
SELECT
  d.rule_code,
  d.subject_kind,
  coalesce(c.slug, d.subject) AS subject,
  coalesce(c.kommunenummer, CASE d.subject_kind WHEN 'kommune' THEN d.subject END) AS kommunenummer,
  d.change,
  d.movement,
  a.verdict AS a_verdict,
  a.measured AS a_measured,
  a.unit AS a_unit,
  a.met_limit AS a_limit,
  a.direction AS a_direction,
  b.verdict AS b_verdict,
  b.measured AS b_measured,
  b.unit AS b_unit,
  b.met_limit AS b_limit,
  b.direction AS b_direction,
  cause.sets
FROM difference AS d
LEFT JOIN compared AS c ON d.subject_kind = 'parcel' AND d.subject = c.subject
LEFT JOIN told AS a
  ON
    a.side = 'a'
    AND d.rule_code = a.rule_code
    AND d.subject_kind = a.subject_kind
    AND d.subject = a.subject
LEFT JOIN told AS b
  ON
    b.side = 'b'
    AND d.rule_code = b.rule_code
    AND d.subject_kind = b.subject_kind
    AND d.subject = b.subject
LEFT JOIN (
  SELECT
    e.difference_id,
    jsonb_agg(to_jsonb(e.inputs) ORDER BY e.inputs) AS sets
  FROM explained AS e
  GROUP BY e.difference_id
) AS cause ON d.difference_id = cause.difference_id
ORDER BY d.rule_code, d.subject_kind, coalesce(c.slug, d.subject) COLLATE "C"
