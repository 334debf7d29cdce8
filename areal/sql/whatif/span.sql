-- What the values along a curve have to span: the measured values of a rule, less the largest
-- tenth, which would press the others together. Most parcels have nothing of what is measured:
-- they do not count for how far it goes.
SELECT
  min(f.measured) AS low,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY f.measured) FILTER (WHERE f.measured <> 0) AS high,
  max(f.measured) AS most
FROM areal.finding_span AS f
WHERE
  f.series_id = cast(:series_id AS bigint)
  AND f.rule_code = cast(:rule_code AS text)
  AND f.parcel_id IS NOT NULL
  AND f.since_run <= cast(:run_id AS bigint)
  AND f.until_run > cast(:run_id AS bigint)
