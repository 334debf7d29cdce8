UPDATE areal.kommune_span AS x
SET until_run = cast(:run_id AS bigint)
WHERE
  x.series_id = cast(:series_id AS bigint)
  AND x.until_run = 9223372036854775807
  AND (
    cast(:fresh_kommuner AS text[]) IS NULL
    OR x.kommunenummer = ''
    OR x.kommunenummer = ANY(cast(:fresh_kommuner AS text[]))
  )
