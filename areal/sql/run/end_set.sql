-- Rules over the set are told anew of the kommuner, and the region, in which a parcel changed.
UPDATE areal.finding_span AS x
SET until_run = cast(:run_id AS bigint)
WHERE
  x.series_id = cast(:series_id AS bigint)
  AND x.until_run = 9223372036854775807
  AND x.since_run < cast(:run_id AS bigint)
  AND x.parcel_id IS NULL
  AND (
    x.region_id IS NOT NULL AND cardinality(cast(:fresh_kommuner AS text[])) > 0
    OR x.kommunenummer = ANY(cast(:fresh_kommuner AS text[]))
  )
