-- Recorded values against a limit (numbers) or a list of accepted codes.
WITH value AS (
  SELECT
    r.subject_id,
    a.attribute,
    r.attrs -> a.attribute AS value,
    areal.is_known(r.attrs -> a.attribute) AS known
  FROM relevant AS r
  CROSS JOIN unnest(cast(:attributes AS text[])) AS a (attribute)
),

judged AS (
  SELECT
    *,
    CASE
      WHEN NOT known THEN 'missing'
      WHEN cast(:limits AS jsonb) <> '{}'::jsonb
        THEN areal.judge((value #>> '{}')::double precision, :direction, cast(:limits AS jsonb), :level)
      WHEN cast(:accepted AS jsonb) @> value THEN 'met'
      WHEN cast(:considered AS jsonb) @> value THEN 'considered'
      ELSE CASE :level WHEN 'skal' THEN 'deviates' ELSE 'consider' END
    END AS verdict
  FROM value
),

combined AS (
  -- A refused value settles the matter; else an unknown one does; else one to be considered.
  SELECT
    subject_id,
    count(*) FILTER (WHERE verdict = 'met') AS met,
    count(*) AS of,
    CASE
      WHEN bool_or(verdict = 'deviates') THEN 'deviates'
      WHEN bool_or(verdict = 'consider') THEN 'consider'
      WHEN bool_or(verdict = 'missing') THEN 'missing'
      WHEN bool_or(verdict = 'considered') THEN 'consider'
      ELSE 'met'
    END AS verdict,
    jsonb_object_agg(attribute, value) AS attribute_values,
    jsonb_agg(attribute ORDER BY attribute) FILTER (WHERE verdict = 'missing') AS missing,
    -- Inside: what is not a number must not be read as one, and an aggregate is worked out whole.
    min(
      CASE
        WHEN known AND cast(:limits AS jsonb) <> '{}'::jsonb THEN (value #>> '{}')::double precision
      END
    ) AS number
  FROM judged
  GROUP BY subject_id
)

SELECT
  subject_id,
  verdict,
  CASE WHEN cast(:limits AS jsonb) <> '{}'::jsonb THEN number ELSE met END AS measured,
  cast(:unit AS text) AS unit,
  CASE
    WHEN cast(:limits AS jsonb) <> '{}'::jsonb
      THEN areal.margin(number, :direction, cast(:limits AS jsonb))
    ELSE met - of
  END AS margin,
  jsonb_build_object(
    'limit', cast(:limits AS jsonb) -> 'met',
    'deviates_limit', cast(:limits AS jsonb) -> 'deviates',
    'direction', CASE WHEN cast(:limits AS jsonb) <> '{}'::jsonb THEN :direction END,
    'attributes', attribute_values,
    'accepted', nullif(cast(:accepted AS jsonb), '[]'::jsonb),
    'of', of,
    'missing', missing
  ) AS evidence,
  NULL::geometry AS evidence_geom
FROM combined
