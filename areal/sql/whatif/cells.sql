-- One row for each published subject of each rule that differs: the verdict the published run
-- stored, and the one of the draft. A parcel changed since the run is told by neither.
INSERT INTO pg_temp.cell (rule_code, parcel_id, kommunenummer, area_m2, before, after)
WITH rule AS (
  SELECT r.*
  FROM jsonb_to_recordset(cast(:rules AS jsonb))
    AS r (code text, subject text, subject_after text, place integer)
),

parcel AS MATERIALIZED (
  SELECT
    p.parcel_id,
    p.kommunenummer,
    p.area_m2,
    p.stale,
    p.strip
  FROM published.parcel AS p
)

SELECT
  r.code,
  p.parcel_id,
  p.kommunenummer,
  p.area_m2,
  CASE WHEN r.subject = 'parcel' THEN p.strip[r.place] END,
  CASE WHEN r.subject_after = 'parcel' THEN CASE WHEN p.stale THEN 'error' ELSE n.verdict END END
FROM rule AS r
CROSS JOIN parcel AS p
LEFT JOIN pg_temp.result AS n ON r.code = n.rule_code AND p.parcel_id = n.parcel_id
WHERE r.subject = 'parcel' OR r.subject_after = 'parcel'
UNION ALL
SELECT
  coalesce(b.rule_code, n.rule_code),
  NULL,
  coalesce(b.kommunenummer, n.kommunenummer),
  NULL,
  b.verdict AS before,
  n.verdict AS after
FROM (
  SELECT f.*
  FROM areal.finding_span AS f
  INNER JOIN rule AS r ON f.rule_code = r.code AND r.subject <> 'parcel'
  WHERE
    f.series_id = cast(:series_id AS bigint)
    AND f.parcel_id IS NULL
    AND f.since_run <= cast(:run_id AS bigint)
    AND f.until_run > cast(:run_id AS bigint)
) AS b
FULL JOIN (SELECT x.* FROM pg_temp.result AS x WHERE x.parcel_id IS NULL) AS n
  ON
    b.rule_code = n.rule_code
    AND b.kommunenummer IS NOT DISTINCT FROM n.kommunenummer
    AND b.region_id IS NOT DISTINCT FROM n.region_id
