-- Rule by rule: how many subjects got which verdict on either side, and how many moved which way.
SELECT
  t.rule_code,
  jsonb_object_agg(t.verdict, t.before) FILTER (WHERE t.before > 0) AS before,
  jsonb_object_agg(t.verdict, t.after) FILTER (WHERE t.after > 0) AS after,
  max(m.worse) AS worse,
  max(m.better) AS better,
  max(m.other) AS other
FROM (
  SELECT
    told.rule_code,
    told.verdict,
    count(*) FILTER (WHERE told.side = 'a') AS before,
    count(*) FILTER (WHERE told.side = 'b') AS after
  FROM told
  LEFT JOIN compared AS c ON told.subject_kind = 'parcel' AND told.subject = c.subject
  WHERE
    (cast(:rules AS text[]) IS NULL OR told.rule_code = ANY(cast(:rules AS text[])))
    AND CASE told.subject_kind
      WHEN 'parcel' THEN c.shown
      ELSE cast(:kommuner AS text[]) IS NULL OR told.subject = ANY(cast(:kommuner AS text[]))
    END
  GROUP BY told.rule_code, told.verdict
) AS t
LEFT JOIN (
  SELECT
    d.rule_code,
    count(*) FILTER (WHERE d.movement = 'worse') AS worse,
    count(*) FILTER (WHERE d.movement = 'better') AS better,
    count(*) FILTER (WHERE d.movement = 'other') AS other
  FROM difference AS d
  WHERE d.change = 'changed'
  GROUP BY d.rule_code
) AS m ON t.rule_code = m.rule_code
GROUP BY t.rule_code
