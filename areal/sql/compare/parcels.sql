-- The parcels of which anything differs, or all of them by kommune: overall verdict and every
-- verdict of both sides. The overall verdict is worked out as for a run (run/summarise.sql).
CREATE TEMPORARY TABLE parcel_verdicts ON COMMIT DROP AS
WITH side AS (
  SELECT
    t.side,
    t.subject,
    CASE
      WHEN bool_or(t.verdict = 'deviates') THEN 'deviates'
      WHEN bool_or(t.verdict = 'consider') THEN 'consider'
      WHEN
        bool_or(t.verdict IN ('not_mapped', 'missing', 'error')) OR NOT bool_or(t.verdict = 'met')
        THEN 'gap'
      ELSE 'met'
    END AS overall,
    jsonb_object_agg(t.rule_code, t.verdict) AS verdicts
  FROM told AS t
  WHERE t.subject_kind = 'parcel'
  GROUP BY t.side, t.subject
)

SELECT
  c.subject,
  c.slug,
  c.label,
  c.site,
  c.kommunenummer,
  a.overall AS before,
  b.overall AS after,
  coalesce(a.verdicts, '{}') AS verdicts_before,
  coalesce(b.verdicts, '{}') AS verdicts_after,
  CASE
    WHEN a.overall = b.overall THEN 'same'
    WHEN
      array_position(ARRAY['met', 'consider', 'deviates'], b.overall)
      > array_position(ARRAY['met', 'consider', 'deviates'], a.overall)
      THEN 'worse'
    WHEN
      array_position(ARRAY['met', 'consider', 'deviates'], b.overall)
      < array_position(ARRAY['met', 'consider', 'deviates'], a.overall)
      THEN 'better'
    ELSE 'other'
  END AS movement
FROM compared AS c
LEFT JOIN side AS a ON a.side = 'a' AND c.subject = a.subject
LEFT JOIN side AS b ON b.side = 'b' AND c.subject = b.subject
WHERE c.shown
