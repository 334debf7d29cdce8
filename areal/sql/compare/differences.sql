-- Every rule and subject of which the two sides say something else, and in which direction. Only
-- met, consider and deviates are an order; to or from a gap is neither better nor worse.
CREATE TEMPORARY TABLE difference ON COMMIT DROP AS
SELECT
  row_number() OVER (ORDER BY paired.rule_code, paired.subject_kind, paired.subject) AS difference_id,
  paired.*,
  CASE
    WHEN paired.before IS NULL AND (c.subject IS NULL OR c.in_a) THEN 'new_rule'
    WHEN paired.before IS NULL THEN 'new_subject'
    WHEN paired.after IS NULL AND (c.subject IS NULL OR c.in_b) THEN 'dropped_rule'
    WHEN paired.after IS NULL THEN 'gone_subject'
    ELSE 'changed'
  END AS change,
  CASE
    WHEN paired.place_after > paired.place_before THEN 'worse'
    WHEN paired.place_after < paired.place_before THEN 'better'
    ELSE 'other'
  END AS movement,
  CASE
    WHEN c.subject IS NOT NULL THEN c.differs
    -- A rule over the set rests on every parcel of its kommune, or of the region.
    ELSE EXISTS (
      SELECT 1 FROM compared AS one WHERE one.differs AND paired.subject = ANY(one.counts_for)
    )
  END AS parcel_differs,
  paired.before IS NOT NULL AND paired.after IS NOT NULL AS pending
FROM (
  SELECT
    coalesce(b.rule_code, a.rule_code) AS rule_code,
    coalesce(b.subject_kind, a.subject_kind) AS subject_kind,
    coalesce(b.subject, a.subject) AS subject,
    a.verdict AS before,
    b.verdict AS after,
    array_position(ARRAY['met', 'consider', 'deviates'], a.verdict) AS place_before,
    array_position(ARRAY['met', 'consider', 'deviates'], b.verdict) AS place_after
  FROM (SELECT * FROM told WHERE side = 'a') AS a
  FULL JOIN (SELECT * FROM told WHERE side = 'b') AS b
    ON a.rule_code = b.rule_code AND a.subject_kind = b.subject_kind AND a.subject = b.subject
  WHERE a.verdict IS DISTINCT FROM b.verdict
) AS paired
LEFT JOIN compared AS c ON paired.subject_kind = 'parcel' AND paired.subject = c.subject
WHERE
  (cast(:rules AS text[]) IS NULL OR paired.rule_code = ANY(cast(:rules AS text[])))
  AND CASE paired.subject_kind
    WHEN 'parcel' THEN c.shown
    ELSE cast(:kommuner AS text[]) IS NULL OR paired.subject = ANY(cast(:kommuner AS text[]))
  END
