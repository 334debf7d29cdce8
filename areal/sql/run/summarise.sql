-- One row a parcel: the counts, the strip in the order of the strategy, the overall verdict, and a
-- digest over all of it, evidence too.
INSERT INTO areal.parcel_verdict_span (
  series_id, since_run, parcel_id, overall,
  n_met, n_consider, n_deviates, n_not_mapped, n_missing, n_not_relevant, n_error, strip, digest
)
SELECT
  cast(:series_id AS bigint),
  cast(:run_id AS bigint),
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
  array_agg(f.verdict ORDER BY r.position),
  md5(
    string_agg(
      concat_ws(
        '|', f.rule_code, f.verdict, f.measured, f.unit, f.margin, f.evidence,
        md5(ST_AsBinary(ST_SnapToGrid(ST_Normalize(f.evidence_geom), 0.001)))
      ),
      E'\n' ORDER BY r.position
    )
  )::uuid
FROM subject AS s
INNER JOIN areal.finding_span AS f ON s.parcel_id = f.parcel_id
INNER JOIN areal.strategy_rule AS r ON f.rule_code = r.code
WHERE
  s.subject_kind = 'parcel'
  AND (s.fresh OR NOT cast(:only_fresh AS boolean))
  AND f.series_id = cast(:series_id AS bigint)
  AND f.until_run = 9223372036854775807
  AND r.snapshot_id = cast(:snapshot_id AS bigint)
GROUP BY f.parcel_id
