-- Share of the wanted attributes that are recorded.
WITH counted AS (
  SELECT
    r.subject_id,
    count(*) AS of,
    count(*) FILTER (WHERE areal.is_known(r.attrs -> a.attribute)) AS known,
    jsonb_agg(a.attribute ORDER BY a.attribute)
    FILTER (WHERE NOT areal.is_known(r.attrs -> a.attribute)) AS missing
  FROM relevant AS r
  CROSS JOIN unnest(cast(:attributes AS text[])) AS a (attribute)
  GROUP BY r.subject_id
)

SELECT
  subject_id,
  -- Between the limits the answer is simply not there yet: a gap, not a deviation.
  CASE
    WHEN known::double precision / of >= (cast(:limits AS jsonb) ->> 'met')::double precision
      THEN 'met'
    WHEN
      known::double precision / of
      < coalesce((cast(:limits AS jsonb) ->> 'deviates')::double precision, 0)
      THEN CASE :level WHEN 'skal' THEN 'deviates' ELSE 'consider' END
    ELSE 'missing'
  END AS verdict,
  known::double precision / of AS measured,
  'share' AS unit,
  areal.margin(known::double precision / of, 'at_least', cast(:limits AS jsonb)) AS margin,
  jsonb_build_object(
    'limit', cast(:limits AS jsonb) -> 'met',
    'deviates_limit', cast(:limits AS jsonb) -> 'deviates',
    'direction', 'at_least',
    'count', known,
    'of', of,
    'missing', missing
  ) AS evidence,
  NULL::geometry AS evidence_geom
FROM counted
