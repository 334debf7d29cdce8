-- Straight-line distance to the nearest feature of one or more targets. The nearest is searched in
-- the plane, by index; the distance told is along that line on the ellipsoid.
WITH target AS (
  SELECT
    t.ordinality AS target_no,
    (t.value ->> 'layer_version_id')::bigint AS layer_version_id,
    t.value ->> 'layer' AS layer,
    t.value -> 'where' AS condition,
    t.value -> 'limits' AS limits
  FROM jsonb_array_elements(cast(:targets AS jsonb)) WITH ORDINALITY AS t (value, ordinality)
),

nearest AS (
  SELECT
    r.subject_id,
    t.target_no,
    t.layer,
    t.limits,
    n.code,
    n.name,
    ST_ShortestLine(r.geom, n.geom) AS line
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
),

judged AS (
  SELECT
    m.*,
    areal.judge(m.metres, :direction, m.limits, :level) AS verdict,
    m.metres / greatest((m.limits ->> 'met')::double precision, 1) AS ratio
  FROM (
    SELECT
      *,
      -- Nothing of the kind anywhere in the layer: infinitely far, as far as it is mapped.
      coalesce(areal.geodesic_length(line), 'infinity') AS metres
    FROM nearest
  ) AS m
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
)

SELECT
  r.subject_id,
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
    'coverage', round(cov.share::numeric, 4),
    'reason', areal.coverage_reason(final.verdict, cov.share)
  ) AS evidence,
  c.line AS evidence_geom
FROM relevant AS r
INNER JOIN chosen AS c ON r.subject_id = c.subject_id
CROSS JOIN
  LATERAL areal.coverage(
    r.geom, (SELECT array_agg(DISTINCT t.layer_version_id) FROM target AS t)
  ) AS cov
CROSS JOIN LATERAL (
  SELECT
    areal.within_coverage(
      c.verdict,
      (:direction = 'at_most') = (c.verdict = 'met'),
      cov.share,
      cov.failed
    ) AS verdict
) AS final
