-- Age in days of a recorded date, counted to the day the check is made for.
WITH dated AS (
  SELECT
    r.subject_id,
    (r.attrs ->> :date_attribute)::date AS told_on,
    (
      SELECT jsonb_agg(needed.attribute ORDER BY needed.attribute)
      FROM unnest(array_append(cast(:requires AS text[]), :date_attribute)) AS needed (attribute)
      WHERE NOT areal.is_known(r.attrs -> needed.attribute)
    ) AS missing
  FROM relevant AS r
),

aged AS (
  SELECT
    *,
    cast(:as_of AS date) - told_on AS days
  FROM dated
)

SELECT
  subject_id,
  CASE
    -- A date that has not come yet says nothing about what was confirmed.
    WHEN missing IS NOT NULL OR days < 0 THEN 'missing'
    ELSE areal.judge(days, 'at_most', cast(:limits AS jsonb), :level)
  END AS verdict,
  CASE WHEN days >= 0 THEN days END AS measured,
  'days' AS unit,
  CASE WHEN days >= 0 THEN areal.margin(days, 'at_most', cast(:limits AS jsonb)) END AS margin,
  jsonb_build_object(
    'limit', cast(:limits AS jsonb) -> 'met',
    'deviates_limit', cast(:limits AS jsonb) -> 'deviates',
    'direction', 'at_most',
    'value', told_on,
    'missing', missing,
    'reason', CASE WHEN days < 0 THEN 'date_in_future' END
  ) AS evidence,
  NULL::geometry AS evidence_geom
FROM aged
