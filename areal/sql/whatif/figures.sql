-- How many subjects, and how much land, each rule that differs gives which verdict, before and
-- after, by kommune (NULL: all together).
SELECT
  c.rule_code,
  c.kommunenummer,
  side.after,
  side.verdict,
  grouping(c.kommunenummer) = 1 AS whole,
  count(*) AS subjects,
  round(coalesce(sum(c.area_m2), 0)::numeric, 1)::double precision AS area_m2
FROM pg_temp.cell AS c
CROSS JOIN LATERAL (VALUES (FALSE, c.before), (TRUE, c.after)) AS side (after, verdict)
WHERE side.verdict IS NOT NULL
GROUP BY
  GROUPING SETS (
    (c.rule_code, c.kommunenummer, side.after, side.verdict), (c.rule_code, side.after, side.verdict)
  )
ORDER BY c.rule_code, c.kommunenummer, side.after, side.verdict
