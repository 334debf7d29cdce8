-- Every parcel of the run open, for each variant of a rule that has to be measured anew.
INSERT INTO pg_temp.told (variant, parcel_id)
SELECT
  v.variant,
  s.parcel_id
FROM generate_series(0, cast(:variants AS integer) - 1) AS v (variant)
CROSS JOIN areal.subject_span AS s
WHERE
  s.series_id = cast(:series_id AS bigint)
  AND s.since_run <= cast(:run_id AS bigint)
  AND s.until_run > cast(:run_id AS bigint)
