-- Share of the subject that is left when building limits along roads and railways are taken off.
-- Candidates are found with ST_DWithin, by index; only the found pieces are buffered.
WITH buffer AS (
  SELECT
    (b.value ->> 'layer_version_id')::bigint AS layer_version_id,
    b.value -> 'where' AS condition,
    (b.value ->> 'metres')::double precision AS metres
  FROM jsonb_array_elements(cast(:buffers AS jsonb)) AS b
),

piece AS (
  SELECT
    r.subject_id,
    f.code,
    f.name,
    -- A feature whose class is not known may be of the kind: what it takes is not certain.
    areal.matches(f.props, b.condition) IS TRUE AS certain,
    -- The feature is cut to the neighbourhood first: a long road need not be buffered whole.
    ST_Intersection(
      r.geom,
      ST_Buffer(ST_ClipByBox2D(part.geom, ST_Expand(r.geom::box2d, 2 * b.metres)), b.metres)
    ) AS geom
  FROM relevant AS r
  CROSS JOIN buffer AS b
  INNER JOIN areal.layer_part AS part
    ON b.layer_version_id = part.layer_version_id AND ST_DWithin(r.geom, part.geom, b.metres)
  INNER JOIN areal.layer_feature AS f
    ON part.feature_id = f.feature_id AND areal.matches(f.props, b.condition) IS NOT FALSE
),

lost AS (
  SELECT
    subject_id,
    ST_CollectionExtract(ST_Union(geom) FILTER (WHERE certain), 3) AS geom,
    ST_CollectionExtract(ST_Union(geom), 3) AS possible_geom,
    jsonb_agg(DISTINCT jsonb_build_object('code', code, 'name', name))
    FILTER (WHERE certain AND NOT ST_IsEmpty(geom)) AS hits
  FROM piece
  GROUP BY subject_id
),

looked AS (
  -- "Nothing in the way" is a claim about everything within the widest strip of each layer.
  SELECT
    r.subject_id,
    min(c.share) AS covered,
    bool_or(c.failed) AS failed
  FROM relevant AS r
  CROSS JOIN (
    SELECT
      layer_version_id,
      max(metres) AS metres
    FROM buffer
    GROUP BY layer_version_id
  ) AS b
  CROSS JOIN
    LATERAL areal.coverage(
      ST_Buffer(r.geom, b.metres, 4), ARRAY[b.layer_version_id]
    ) AS c
  GROUP BY r.subject_id
),

net AS (
  SELECT
    r.subject_id,
    r.area_m2,
    l.geom,
    l.hits,
    k.covered,
    k.failed,
    1 - coalesce(ST_Area(l.geom) / ST_Area(r.geom), 0) AS share,
    1 - coalesce(ST_Area(l.possible_geom) / ST_Area(r.geom), 0) AS least_share
  FROM relevant AS r
  INNER JOIN looked AS k ON r.subject_id = k.subject_id
  LEFT JOIN lost AS l ON r.subject_id = l.subject_id
),

judged AS (
  SELECT
    *,
    areal.judge(share, 'at_least', cast(:limits AS jsonb), :level) AS found,
    areal.judge(least_share, 'at_least', cast(:limits AS jsonb), :level) AS could_be
  FROM net
)

SELECT
  j.subject_id,
  final.verdict,
  j.share AS measured,
  'share' AS unit,
  areal.margin(j.share, 'at_least', cast(:limits AS jsonb)) AS margin,
  jsonb_build_object(
    'limit', cast(:limits AS jsonb) -> 'met',
    'deviates_limit', cast(:limits AS jsonb) -> 'deviates',
    'direction', 'at_least',
    'area_m2', round((j.share * j.area_m2)::numeric, 1),
    'coverage', round(j.covered::numeric, 4),
    'hits', j.hits,
    'reason', coalesce(
      areal.coverage_reason(final.verdict, j.covered),
      CASE WHEN final.verdict = 'missing' THEN 'feature_class_unknown' END
    )
  ) AS evidence,
  CASE WHEN NOT ST_IsEmpty(j.geom) THEN j.geom END AS evidence_geom
FROM judged AS j
CROSS JOIN LATERAL (
  SELECT
    CASE
      WHEN j.found = 'met' AND j.could_be <> 'met' THEN 'missing'
      -- Area found to be lost is lost; only "nothing in the way" needs a layer that looked.
      ELSE areal.within_coverage(j.found, j.found <> 'met', j.covered, j.failed)
    END AS verdict
) AS final
