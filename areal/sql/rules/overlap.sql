-- Share or daa of the subject that lies on features of a layer.
-- Shares are planar (the scale of EPSG:25833 is the same all over one parcel); areas follow from
-- the share and the stored area on the ellipsoid.
WITH feature AS MATERIALIZED (
  SELECT
    f.feature_id,
    f.code,
    f.name,
    CASE
      WHEN areal.matches(f.props, cast(:feature_filter AS jsonb)) THEN 'hard'
      WHEN areal.matches(f.props, cast(:softer_filter AS jsonb)) THEN 'soft'
      -- A feature whose class is not known may be of the kind.
      ELSE 'unknown'
    END AS class
  FROM areal.layer_feature AS f
  WHERE
    f.layer_version_id = :layer_version_id
    AND (
      areal.matches(f.props, cast(:feature_filter AS jsonb)) IS NOT FALSE
      OR areal.matches(f.props, cast(:softer_filter AS jsonb)) IS TRUE
    )
),

piece AS (
  SELECT
    r.subject_id,
    f.feature_id,
    f.code,
    f.name,
    f.class,
    CASE
      WHEN ST_CoveredBy(r.geom, part.geom) THEN r.geom
      ELSE ST_CollectionExtract(ST_Intersection(r.geom, part.geom), 3)
    END AS geom
  FROM relevant AS r
  INNER JOIN areal.layer_part AS part
    ON part.layer_version_id = :layer_version_id AND ST_Intersects(r.geom, part.geom)
  INNER JOIN feature AS f ON part.feature_id = f.feature_id
),

hit AS (
  SELECT
    subject_id,
    ST_Union(geom) FILTER (WHERE class = 'hard') AS hard_geom,
    ST_Union(geom) FILTER (WHERE class <> 'unknown') AS whole_geom,
    ST_Union(geom) AS any_geom
  FROM piece
  GROUP BY subject_id
),

named AS (
  SELECT
    summed.subject_id,
    jsonb_agg(
      jsonb_build_object('code', summed.code, 'name', summed.name, 'share', summed.share)
      ORDER BY summed.share DESC, summed.code, summed.name
    ) AS hits
  FROM (
    SELECT
      p.subject_id,
      p.code,
      p.name,
      round((ST_Area(ST_Union(p.geom)) / ST_Area(min(r.geom)))::numeric, 6) AS share
    FROM piece AS p
    INNER JOIN relevant AS r ON p.subject_id = r.subject_id
    GROUP BY p.subject_id, p.code, p.name
  ) AS summed
  WHERE summed.share > 0
  GROUP BY summed.subject_id
),

share AS (
  SELECT
    r.subject_id,
    r.area_m2,
    r.geom AS subject_geom,
    h.hard_geom,
    h.whole_geom,
    h.any_geom,
    coalesce(ST_Area(h.hard_geom) / ST_Area(r.geom), 0) AS hard,
    coalesce(ST_Area(h.whole_geom) / ST_Area(r.geom), 0) AS whole,
    coalesce(ST_Area(h.any_geom) / ST_Area(r.geom), 0) AS possible,
    areal.matches(r.attrs, cast(:except_when AS jsonb)) IS TRUE
    AND cast(:except_when AS jsonb) <> '{}'::jsonb AS excused,
    c.share AS covered,
    c.failed
  FROM relevant AS r
  LEFT JOIN hit AS h ON r.subject_id = h.subject_id
  CROSS JOIN LATERAL areal.coverage(r.geom, ARRAY[cast(:layer_version_id AS bigint)]) AS c
),

trimmed AS (
  -- A sliver, smaller than every tolerance the rule gives, is drawing error and not a hit.
  SELECT
    *,
    CASE
      WHEN
        :direction = 'at_most'
        AND hard * area_m2 <= cast(:tolerance_m2 AS double precision)
        AND hard <= cast(:tolerance_share AS double precision)
        THEN 0
      ELSE hard
    END AS hard_trimmed,
    CASE
      WHEN
        :direction = 'at_most'
        AND whole * area_m2 <= cast(:tolerance_m2 AS double precision)
        AND whole <= cast(:tolerance_share AS double precision)
        THEN 0
      ELSE whole
    END AS whole_trimmed,
    CASE
      WHEN
        :direction = 'at_most'
        AND possible * area_m2 <= cast(:tolerance_m2 AS double precision)
        AND possible <= cast(:tolerance_share AS double precision)
        THEN 0
      ELSE possible
    END AS possible_trimmed
  FROM share
),

measured AS (
  SELECT
    *,
    hard_trimmed * scale.factor AS hard_value,
    whole_trimmed * scale.factor AS whole_value,
    possible_trimmed * scale.factor AS possible_value
  FROM trimmed
  CROSS JOIN LATERAL (
    SELECT CASE :measure WHEN 'share' THEN 1 ELSE area_m2 / 1000 END AS factor
  ) AS scale
),

judged AS (
  SELECT
    *,
    areal.judge(hard_value, :direction, cast(:limits AS jsonb), :level) AS hard_verdict,
    areal.judge(whole_value, :direction, cast(:limits AS jsonb), :level) AS whole_verdict,
    areal.judge(possible_value, :direction, cast(:limits AS jsonb), :level) AS possible_verdict
  FROM measured
),

combined AS (
  -- The softer class can only soften (at least) or raise a question (at most).
  SELECT
    *,
    CASE
      WHEN hard_verdict = 'met' AND whole_verdict <> 'met' THEN 'consider'
      WHEN :direction = 'at_least' AND hard_verdict <> 'met' AND whole_verdict = 'met' THEN 'consider'
      ELSE hard_verdict
    END AS found,
    hard_verdict = 'met' AND whole_verdict <> 'met' AS soft_only
  FROM judged
),

turned AS (
  -- What unknown classes could still turn is a gap in the map, whatever its coverage.
  SELECT
    *,
    CASE :direction
      WHEN 'at_most' THEN found = 'met' AND possible_verdict <> 'met'
      ELSE
        (found = 'deviates' AND possible_verdict <> 'deviates')
        OR (found = 'consider' AND whole_verdict <> 'met' AND possible_verdict = 'met')
    END AS could_turn
  FROM combined
),

final AS (
  SELECT
    *,
    CASE
      WHEN excused AND (found <> 'met' OR could_turn) THEN 'met'
      WHEN could_turn THEN 'missing'
      ELSE
        areal.within_coverage(
          found,
          (:direction = 'at_most') = (found <> 'met'),
          covered,
          failed
        )
    END AS verdict,
    CASE WHEN soft_only THEN whole_value ELSE hard_value END AS value
  FROM turned
)

SELECT
  f.subject_id,
  f.verdict,
  CASE WHEN f.verdict NOT IN ('error', 'not_mapped') OR f.value > 0 THEN f.value END AS measured,
  :measure AS unit,
  CASE
    WHEN f.verdict NOT IN ('error', 'not_mapped')
      THEN areal.margin(f.value, :direction, cast(:limits AS jsonb))
  END AS margin,
  jsonb_build_object(
    'limit', cast(:limits AS jsonb) -> 'met',
    'deviates_limit', cast(:limits AS jsonb) -> 'deviates',
    'direction', :direction,
    'coverage', round(f.covered::numeric, 4),
    'area_m2', round((CASE WHEN f.soft_only THEN f.whole ELSE f.hard END * f.area_m2)::numeric, 1),
    'area_share', round((CASE WHEN f.soft_only THEN f.whole ELSE f.hard END)::numeric, 6),
    'hits', n.hits,
    'tolerance_m2', nullif(cast(:tolerance_m2 AS double precision), 'infinity'),
    'excused_by', CASE
      WHEN f.excused AND (f.found <> 'met' OR f.could_turn) THEN cast(:except_when AS jsonb)
    END,
    'reason', coalesce(
      areal.coverage_reason(f.verdict, f.covered),
      CASE WHEN f.verdict = 'missing' THEN 'feature_class_unknown' END
    )
  ) AS evidence,
  -- What is drawn is the conflict: too little of something is shown by where it lacks.
  CASE
    WHEN :direction = 'at_least' AND f.verdict IN ('deviates', 'consider')
      THEN
        CASE
          WHEN f.hard_geom IS NULL THEN f.subject_geom
          WHEN NOT ST_IsEmpty(lack.opened) THEN lack.opened
          ELSE lack.geom
        END
    WHEN f.hard_trimmed > 0 THEN f.hard_geom
    WHEN f.whole_trimmed > 0 THEN f.whole_geom
    WHEN f.possible_trimmed > 0 THEN f.any_geom
  END AS evidence_geom
FROM final AS f
LEFT JOIN named AS n ON f.subject_id = n.subject_id
-- Two drawings of one border leave strips a hand wide: narrower than a metre is not drawn.
CROSS JOIN LATERAL (
  SELECT
    whole.geom,
    ST_Buffer(ST_Buffer(whole.geom, -0.5, 'join=mitre'), 0.5, 'join=mitre') AS opened
  FROM (
    SELECT
      CASE
        WHEN :direction = 'at_least' AND f.verdict IN ('deviates', 'consider')
          THEN ST_CollectionExtract(ST_Difference(f.subject_geom, f.hard_geom), 3)
      END AS geom
  ) AS whole
) AS lack
