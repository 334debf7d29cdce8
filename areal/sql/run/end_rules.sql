-- Rules that changed, or are gone, are told anew (or no more) of everybody.
UPDATE areal.finding_span AS x
SET until_run = cast(:run_id AS bigint)
WHERE
  x.series_id = cast(:series_id AS bigint)
  AND x.until_run = 9223372036854775807
  AND x.since_run < cast(:run_id AS bigint)
  AND x.rule_code = ANY(cast(:rules AS text[]))
