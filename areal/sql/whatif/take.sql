-- Let what was judged from stored values stand beside what was measured again.
INSERT INTO pg_temp.result (
  series_id, since_run, rule_code, parcel_id, verdict, measured, unit, evidence
)
SELECT
  0,
  0,
  cast(:rule_code AS text),
  t.parcel_id,
  t.verdict,
  t.measured,
  f.unit,
  '{}'
FROM pg_temp.told AS t
INNER JOIN areal.finding_span AS f
  ON
    f.series_id = cast(:series_id AS bigint)
    AND t.parcel_id = f.parcel_id
    AND f.rule_code = cast(:rule_code AS text)
    AND f.since_run <= cast(:run_id AS bigint)
    AND f.until_run > cast(:run_id AS bigint)
WHERE t.verdict IS NOT NULL
