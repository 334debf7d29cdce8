-- The activities the plan permits, against those the strategy wants on this class of area.
WITH permitted AS (
  SELECT
    r.subject_id,
    r.attrs ->> 'area_class' AS area_class,
    areal.is_known(r.attrs -> 'permitted_activities') AS known,
    (r.attrs ->> 'retail_m2')::double precision AS retail_m2,
    cast(:classes AS jsonb) -> (r.attrs ->> 'area_class') AS wanted,
    (cast(:retail_max_m2 AS jsonb) ->> (r.attrs ->> 'area_class'))::double precision AS retail_max,
    r.attrs -> 'permitted_activities' AS activities
  FROM relevant AS r
),

sorted AS (
  SELECT
    p.subject_id,
    jsonb_agg(a.code ORDER BY a.code)
    FILTER (WHERE NOT ((p.wanted -> 'welcome') || (p.wanted -> 'consider')) ? a.code) AS unwanted,
    jsonb_agg(a.code ORDER BY a.code) FILTER (WHERE p.wanted -> 'consider' ? a.code) AS questioned
  FROM permitted AS p
  CROSS JOIN LATERAL jsonb_array_elements_text(p.activities) AS a (code)
  WHERE p.known AND p.wanted IS NOT NULL
  GROUP BY p.subject_id
),

counted AS (
  SELECT
    p.*,
    s.unwanted,
    s.questioned,
    -- Where shops may come and the strategy limits them, how much matters.
    p.retail_m2 IS NULL
    AND p.retail_max IS NOT NULL
    AND p.known
    AND p.activities ?| ARRAY['detaljhandel', 'plasskrevende_handel'] AS retail_unknown,
    coalesce(jsonb_array_length(s.unwanted), 0) + coalesce(p.retail_m2 > p.retail_max, FALSE)::integer
      AS misfits
  FROM permitted AS p
  LEFT JOIN sorted AS s ON p.subject_id = s.subject_id
)

SELECT
  subject_id,
  CASE
    WHEN area_class IS NULL THEN 'missing'
    WHEN wanted IS NULL THEN 'not_relevant'
    WHEN misfits > 0 THEN CASE :level WHEN 'skal' THEN 'deviates' ELSE 'consider' END
    WHEN NOT known OR retail_unknown THEN 'missing'
    WHEN questioned IS NOT NULL THEN 'consider'
    ELSE 'met'
  END AS verdict,
  CASE WHEN known OR misfits > 0 THEN misfits END AS measured,
  'activities' AS unit,
  CASE WHEN known OR misfits > 0 THEN -misfits END AS margin,
  jsonb_build_object(
    'limit', 0,
    'direction', 'at_most',
    'area_class', area_class,
    'unwanted', unwanted,
    'questioned', questioned,
    'retail_m2', retail_m2,
    'retail_max_m2', retail_max,
    'missing', CASE
      WHEN NOT known THEN '["permitted_activities"]'::jsonb
      WHEN retail_unknown THEN '["retail_m2"]'::jsonb
    END
  ) AS evidence,
  NULL::geometry AS evidence_geom
FROM counted
