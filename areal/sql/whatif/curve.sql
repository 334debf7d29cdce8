-- How many published parcels, and how much land, have which verdict at each value of a limit. What
-- was not judged from what is stored is among the results, under the code of its variant.
WITH answer AS (
  SELECT
    t.variant,
    t.parcel_id,
    coalesce(t.verdict, r.verdict, 'open') AS verdict
  FROM pg_temp.told AS t
  LEFT JOIN pg_temp.result AS r
    ON t.verdict IS NULL AND r.rule_code = 'V' || t.variant AND t.parcel_id = r.parcel_id
)

SELECT
  a.variant,
  CASE WHEN p.stale THEN 'error' ELSE a.verdict END AS verdict,
  count(*) AS parcels,
  round(sum(p.area_m2)::numeric, 1)::double precision AS area_m2
FROM answer AS a
INNER JOIN published.parcel AS p ON a.parcel_id = p.parcel_id
GROUP BY a.variant, CASE WHEN p.stale THEN 'error' ELSE a.verdict END
ORDER BY a.variant
