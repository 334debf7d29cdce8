-- Share of the subject that is left when building limits along roads and railways are taken off.
-- Candidates are found with ST_DWithin, by index; only the found pieces are buffered.
--
-- OFFSET 0 ends a step whose columns the next one uses several times (see overlap.sql).
WITH buffer AS MATERIALIZED (
  SELECT
    b.ordinality AS buffer_no,
    (b.value ->> 'layer_version_id')::bigint AS layer_version_id,
    (b.value ->> 'metres')::double precision AS metres,
    areal.fulfilled(b.value -> 'where') AS fulfilled,
    areal.refused(b.value -> 'where') AS refused
  FROM jsonb_array_elements(cast(:buffers AS jsonb)) WITH ORDINALITY AS b (value, ordinality)
),

close_by AS NOT MATERIALIZED (
  SELECT
    b.buffer_no,
    b.metres,
    part.feature_id,
    part.geom
  FROM buffer AS b
  INNER JOIN areal.layer_part AS part ON b.layer_version_id = part.layer_version_id
  INNER JOIN areal.layer_feature AS f
    ON
      part.feature_id = f.feature_id
      AND areal.matches(f.props, b.fulfilled, b.refused) IS NOT FALSE
),

-- As in overlap.sql: of many subjects those near each part, of a few the parts near each.
pair AS (
  SELECT
    c.buffer_no,
    c.feature_id,
    r.subject_id
  FROM (SELECT * FROM close_by OFFSET 0) AS c
  CROSS JOIN
    LATERAL (
      SELECT s.subject_id
      FROM relevant AS s
      WHERE ST_DWithin(c.geom, s.geom, c.metres)
      OFFSET 0
    ) AS r
  WHERE NOT cast(:few AS boolean)
  -- A feature once, however many of its parts are near.
  UNION
  SELECT
    c.buffer_no,
    c.feature_id,
    r.subject_id
  FROM relevant AS r
  INNER JOIN close_by AS c ON ST_DWithin(r.geom, c.geom, c.metres)
  WHERE cast(:few AS boolean)
),

strip AS MATERIALIZED (
  -- The feature is cut to the neighbourhood first: a long road need not be buffered whole.
  SELECT
    p.subject_id,
    f.code,
    f.name,
    -- A feature whose class is not known may be of the kind: what it takes is not certain.
    f.props @@ b.fulfilled AS certain,
    b.metres,
    f.feature_id,
    ST_Intersection(
      r.geom,
      ST_Buffer(ST_ClipByBox2D(f.geom, ST_Expand(r.geom::box2d, 2 * b.metres)), b.metres)
    ) AS geom
  FROM pair AS p
  INNER JOIN buffer AS b ON p.buffer_no = b.buffer_no
  INNER JOIN areal.layer_feature AS f ON p.feature_id = f.feature_id
  INNER JOIN relevant AS r ON p.subject_id = r.subject_id
),

gathered AS (
  SELECT
    s.subject_id,
    array_agg(s.geom ORDER BY s.metres, s.feature_id) FILTER (WHERE s.certain) AS certain,
    array_agg(s.geom ORDER BY s.metres, s.feature_id) AS possible,
    bool_and(s.certain) AS all_certain,
    jsonb_agg(DISTINCT jsonb_build_object('code', s.code, 'name', s.name))
    FILTER (WHERE s.certain) AS hits
  FROM strip AS s
  WHERE NOT ST_IsEmpty(s.geom)
  GROUP BY s.subject_id
),

known_lost AS (
  SELECT
    g.*,
    ST_CollectionExtract(areal.joined(g.certain), 3) AS geom
  FROM gathered AS g
  OFFSET 0
),

lost AS (
  SELECT
    k.subject_id,
    k.geom,
    k.hits,
    CASE
      WHEN k.all_certain THEN k.geom ELSE ST_CollectionExtract(areal.joined(k.possible), 3)
    END AS possible_geom
  FROM known_lost AS k
  OFFSET 0
),

-- "Nothing in the way" is a claim about everything within the widest strip of each layer. The box
-- around a parcel tells it of most (see distance.sql); the rest is measured.
widest AS MATERIALIZED (
  SELECT
    layer_version_id,
    max(metres) AS metres
  FROM buffer
  GROUP BY layer_version_id
),

boxed AS (
  SELECT
    w.layer_version_id,
    lies.subject_id,
    sum(lies.share) AS share
  FROM widest AS w
  INNER JOIN areal.layer_coverage AS cover
    ON w.layer_version_id = cover.layer_version_id AND cover.status = 'mapped'
  CROSS JOIN
    LATERAL (
      SELECT
        s.subject_id,
        CASE
          WHEN ST_Covers(cover.geom, s.box) THEN 1
          ELSE ST_Area(ST_ClipByBox2D(cover.geom, s.box::box2d)) / nullif(ST_Area(s.box), 0)
        END AS share
      FROM (
        SELECT
          r.subject_id,
          ST_Expand(r.geom, w.metres) AS box
        FROM relevant AS r
        WHERE r.geom && ST_Expand(cover.geom, w.metres)
        OFFSET 0
      ) AS s
    ) AS lies
  GROUP BY w.layer_version_id, lies.subject_id
),

looked AS (
  SELECT
    r.subject_id,
    min(coalesce(c.share, 1)) AS covered,
    bool_or(coalesce(c.failed, FALSE)) AS failed
  FROM relevant AS r
  CROSS JOIN widest AS w
  LEFT JOIN boxed AS b
    ON
      w.layer_version_id = b.layer_version_id
      AND r.subject_id = b.subject_id
      AND b.share >= 1 - 1e-9
  LEFT JOIN LATERAL (
    SELECT
      coalesce(measured.share, 0) AS share,
      coalesce(measured.failed, FALSE) AS failed
    -- The gate is that of distance.sql.
    FROM (
      SELECT ST_Buffer(r.geom, w.metres, 4) AS geom
      WHERE b.subject_id IS NULL
      OFFSET 0
    ) AS around
    CROSS JOIN LATERAL areal.coverage(around.geom, ARRAY[w.layer_version_id]) AS measured
  ) AS c ON TRUE
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
    -- Eight decimals, as in overlap.sql.
    round((1 - coalesce(ST_Area(l.geom) / ST_Area(r.geom), 0))::numeric, 8)::double precision
      AS share,
    round((1 - coalesce(ST_Area(l.possible_geom) / ST_Area(r.geom), 0))::numeric, 8)::double precision
      AS least_share
  FROM relevant AS r
  INNER JOIN looked AS k ON r.subject_id = k.subject_id
  LEFT JOIN lost AS l ON r.subject_id = l.subject_id
  OFFSET 0
),

judged AS (
  SELECT
    *,
    areal.judge(share, 'at_least', cast(:limits AS jsonb), :level) AS found,
    areal.judge(least_share, 'at_least', cast(:limits AS jsonb), :level) AS could_be
  FROM net
  OFFSET 0
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
