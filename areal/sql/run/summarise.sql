-- One row a parcel: the counts, the strip in the order of the strategy, the overall verdict.
INSERT INTO areal.parcel_verdict (
  run_id, parcel_id, overall,
  n_met, n_consider, n_deviates, n_not_mapped, n_missing, n_not_relevant, n_error, strip
)
SELECT
  f.run_id,
  f.parcel_id,
  CASE
    WHEN bool_or(f.verdict = 'deviates') THEN 'deviates'
    WHEN bool_or(f.verdict = 'consider') THEN 'consider'
    -- A parcel that no rule was about is not in line with anything either.
    WHEN bool_or(f.verdict IN ('not_mapped', 'missing', 'error')) OR NOT bool_or(f.verdict = 'met')
      THEN 'gap'
    ELSE 'met'
  END,
  count(*) FILTER (WHERE f.verdict = 'met'),
  count(*) FILTER (WHERE f.verdict = 'consider'),
  count(*) FILTER (WHERE f.verdict = 'deviates'),
  count(*) FILTER (WHERE f.verdict = 'not_mapped'),
  count(*) FILTER (WHERE f.verdict = 'missing'),
  count(*) FILTER (WHERE f.verdict = 'not_relevant'),
  count(*) FILTER (WHERE f.verdict = 'error'),
  array_agg(f.verdict ORDER BY r.position)
FROM areal.finding AS f
INNER JOIN areal.run AS run ON f.run_id = run.run_id
INNER JOIN areal.strategy_rule AS r ON run.snapshot_id = r.snapshot_id AND f.rule_code = r.code
WHERE f.run_id = :run_id AND f.parcel_id IS NOT NULL
GROUP BY f.run_id, f.parcel_id
