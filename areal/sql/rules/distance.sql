-- Straight-line distance to the nearest feature of one or more targets. The nearest is searched in
-- the plane, by index; the distance told is along that line on the ellipsoid.
WITH target AS (
  SELECT
    t.ordinality AS target_no,
    (t.value ->> 'layer_version_id')::bigint AS layer_version_id,
    t.value ->> 'layer' AS layer,
    t.value -> 'where' AS condition,
    t.value -> 'limits' AS limits,
    (t.value -> 'limits' ->> 'met')::double precision AS reach,
    (
      SELECT bool_or(areal.matches(f.props, t.value -> 'where') IS NULL)
      FROM areal.layer_feature AS f
      WHERE f.layer_version_id = (t.value ->> 'layer_version_id')::bigint
    ) AS has_unknown
  FROM jsonb_array_elements(cast(:targets AS jsonb)) WITH ORDINALITY AS t (value, ordinality)
),

nearest AS (
  SELECT
    r.subject_id,
    r.geom AS subject_geom,
    t.target_no,
    t.layer_version_id,
    t.layer,
    t.limits,
    t.reach,
    n.code,
    n.name,
    ST_ShortestLine(r.geom, n.geom) AS line,
    ST_ShortestLine(r.geom, u.geom) AS unknown_line
  FROM relevant AS r
  CROSS JOIN target AS t
  LEFT JOIN LATERAL (
    SELECT
      f.code,
      f.name,
      part.geom
    FROM areal.layer_part AS part
    INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
    WHERE
      part.layer_version_id = t.layer_version_id
      AND areal.matches(f.props, t.condition) IS TRUE
    ORDER BY part.geom <-> r.geom, part.part_id
    LIMIT 1
  ) AS n ON TRUE
  -- A feature whose class is not known may be of the kind that is asked for.
  LEFT JOIN LATERAL (
    SELECT part.geom
    FROM areal.layer_part AS part
    INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
    WHERE
      t.has_unknown
      AND part.layer_version_id = t.layer_version_id
      AND areal.matches(f.props, t.condition) IS NULL
    ORDER BY part.geom <-> r.geom, part.part_id
    LIMIT 1
  ) AS u ON TRUE
),

judged AS (
  SELECT
    m.*,
    areal.judge(m.metres, :direction, m.limits, :level) AS verdict,
    areal.judge(least(m.metres, m.unknown_metres), :direction, m.limits, :level) AS could_be,
    m.metres / greatest(m.reach, 1) AS ratio,
    -- "Nothing nearer" is a claim about everything within the limit, not about the parcel alone.
    cov.share AS covered,
    cov.failed
  FROM (
    SELECT
      *,
      -- Nothing of the kind anywhere in the layer: infinitely far, as far as it is mapped.
      coalesce(areal.geodesic_length(line), 'infinity') AS metres,
      coalesce(areal.geodesic_length(unknown_line), 'infinity') AS unknown_metres
    FROM nearest
  ) AS m
  CROSS JOIN LATERAL areal.coverage(
    CASE WHEN m.reach > 0 THEN ST_Buffer(m.subject_geom, m.reach, 4) ELSE m.subject_geom END,
    ARRAY[m.layer_version_id]
  ) AS cov
),

chosen AS (
  -- At most: one target within its limit is enough, so the best speaks. At least: the worst does.
  SELECT DISTINCT ON (subject_id) *
  FROM judged
  ORDER BY
    subject_id,
    CASE :direction WHEN 'at_most' THEN 1 ELSE -1 END
    * array_position(ARRAY['met', 'consider', 'deviates'], verdict),
    ratio,
    target_no
),

looked AS (
  SELECT
    subject_id,
    min(covered) AS covered,
    bool_or(failed) AS failed,
    CASE :direction
      WHEN 'at_most' THEN bool_or(could_be = 'met')
      ELSE bool_or(could_be <> 'met')
    END AS could_turn
  FROM judged
  GROUP BY subject_id
)

SELECT
  c.subject_id,
  final.verdict,
  nullif(c.metres, 'infinity') AS measured,
  'm' AS unit,
  areal.margin(nullif(c.metres, 'infinity'), :direction, c.limits) AS margin,
  jsonb_build_object(
    'limit', c.limits -> 'met',
    'deviates_limit', c.limits -> 'deviates',
    'direction', :direction,
    'layer', c.layer,
    'nearest', c.name,
    'nearest_code', c.code,
    'method', 'straight_line',
    'coverage', round(l.covered::numeric, 4),
    'reason', coalesce(
      areal.coverage_reason(final.verdict, l.covered),
      CASE WHEN final.verdict = 'missing' THEN 'feature_class_unknown' END
    )
  ) AS evidence,
  c.line AS evidence_geom
FROM chosen AS c
INNER JOIN looked AS l ON c.subject_id = l.subject_id
CROSS JOIN LATERAL (SELECT (:direction = 'at_most') = (c.verdict = 'met') AS proven) AS p
CROSS JOIN LATERAL (
  SELECT
    CASE
      WHEN NOT p.proven AND l.could_turn THEN 'missing'
      ELSE areal.within_coverage(c.verdict, p.proven, l.covered, l.failed)
    END AS verdict
) AS final
