-- Counts and areas by verdict, in rows of the asked kind and in all; reads `plan_findings`. A parcel
-- with several findings of one verdict counts once in the area and in the number of parcels.
WITH keyed AS (
  SELECT
    CASE cast(:per AS text)
      WHEN 'theme' THEN theme
      WHEN 'rule' THEN rule_code
      ELSE coalesce(kommunenummer, '')
    END AS row_key,
    CASE WHEN cast(:per AS text) = 'cross' THEN theme ELSE '' END AS column_key,
    verdict,
    parcel_id,
    area_m2,
    granted,
    relevant,
    assessed
  FROM plan_findings
),

per_subject AS (
  SELECT
    row_key,
    column_key,
    verdict,
    GROUPING(row_key) = 1 AS is_total,
    GROUPING(verdict) = 1 AS is_whole,
    area_m2,
    parcel_id,
    count(*) AS findings,
    count(*) FILTER (WHERE granted) AS granted,
    count(*) FILTER (WHERE relevant) AS relevant,
    count(*) FILTER (WHERE assessed) AS assessed
  FROM keyed
  GROUP BY
    parcel_id,
    area_m2,
    GROUPING SETS ((row_key, column_key, verdict), (row_key, column_key), (verdict), ())
)

SELECT
  is_total,
  row_key,
  column_key,
  verdict,
  sum(findings)::bigint AS findings,
  count(parcel_id) AS parcels,
  coalesce(sum(area_m2), 0) AS area_m2,
  sum(granted)::bigint AS granted,
  sum(relevant)::bigint AS relevant,
  sum(assessed)::bigint AS assessed
FROM per_subject
GROUP BY is_total, is_whole, row_key, column_key, verdict
ORDER BY is_total, row_key, column_key, verdict NULLS LAST
