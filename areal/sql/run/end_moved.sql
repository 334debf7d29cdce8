-- What was found of parcels that are not as they were holds no longer. (One statement ends all:
-- each part of it is written as PostgreSQL wants it, a query that returns nothing.)
WITH subjects AS (
  UPDATE areal.subject_span AS x
  SET until_run = cast(:run_id AS bigint)
  FROM moved AS m
  WHERE
    x.series_id = cast(:series_id AS bigint)
    AND x.parcel_id = m.parcel_id
    AND x.until_run = 9223372036854775807
),

findings AS (
  UPDATE areal.finding_span AS x
  SET until_run = cast(:run_id AS bigint)
  FROM moved AS m
  WHERE
    x.series_id = cast(:series_id AS bigint)
    AND x.parcel_id = m.parcel_id
    AND x.until_run = 9223372036854775807
),

distances AS (
  UPDATE areal.proximity_span AS x
  SET until_run = cast(:run_id AS bigint)
  FROM moved AS m
  WHERE
    x.series_id = cast(:series_id AS bigint)
    AND x.parcel_id = m.parcel_id
    AND x.until_run = 9223372036854775807
)

UPDATE areal.parcel_verdict_span AS x
SET until_run = cast(:run_id AS bigint)
FROM moved AS m
WHERE
  x.series_id = cast(:series_id AS bigint)
  AND x.parcel_id = m.parcel_id
  AND x.until_run = 9223372036854775807
