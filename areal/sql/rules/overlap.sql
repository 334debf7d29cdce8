-- Share or daa of the subject that lies on features of a layer.
-- Shares are planar (the scale of EPSG:25833 is the same all over one parcel); areas follow from
-- the share and the stored area on the ellipsoid.
--
-- OFFSET 0 ends a step whose columns the next one uses several times: without it PostgreSQL puts
-- the expressions in place of the names, and measures the same area dozens of times over.
WITH class AS NOT MATERIALIZED (
  SELECT
    part.part_id,
    part.geom,
    f.feature_id,
    f.code,
    f.name,
    CASE
      WHEN areal.matches(f.props, cast(:feature_filter AS jsonb)) THEN 'hard'
      WHEN areal.matches(f.props, cast(:softer_filter AS jsonb)) THEN 'soft'
      -- A feature whose class is not known may be of the kind.
      ELSE 'unknown'
    END AS class
  FROM areal.layer_part AS part
  INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
  WHERE
    part.layer_version_id = cast(:layer_version_id AS bigint)
    AND f.layer_version_id = cast(:layer_version_id AS bigint)
    AND (
      areal.matches(f.props, cast(:feature_filter AS jsonb)) IS NOT FALSE
      OR areal.matches(f.props, cast(:softer_filter AS jsonb)) IS TRUE
    )
),

-- Of many subjects, those on each part are looked up: PostGIS prepares the part once and keeps it.
-- For a few subjects the parts are looked up; :few is constant, so one half is never planned.
pair AS (
  SELECT
    c.part_id,
    c.feature_id,
    c.code,
    c.name,
    c.class,
    c.geom AS part_geom,
    r.subject_id,
    r.geom AS subject_geom,
    ST_CoveredBy(r.geom, c.geom) AS inside
  FROM (SELECT * FROM class OFFSET 0) AS c
  CROSS JOIN
    LATERAL (
      SELECT
        s.subject_id,
        s.geom
      FROM relevant AS s
      WHERE ST_Intersects(c.geom, s.geom)
      OFFSET 0
    ) AS r
  WHERE NOT cast(:few AS boolean)
  UNION ALL
  SELECT
    c.part_id,
    c.feature_id,
    c.code,
    c.name,
    c.class,
    c.geom AS part_geom,
    r.subject_id,
    r.geom AS subject_geom,
    ST_CoveredBy(r.geom, c.geom)
  FROM relevant AS r
  INNER JOIN class AS c ON ST_Intersects(r.geom, c.geom)
  WHERE cast(:few AS boolean)
),

piece AS (
  SELECT
    p.subject_id,
    p.feature_id,
    p.part_id,
    p.code,
    p.name,
    p.class,
    ST_Area(p.subject_geom) AS whole,
    CASE
      WHEN p.inside THEN p.subject_geom
      ELSE ST_CollectionExtract(ST_Intersection(p.subject_geom, p.part_geom), 3)
    END AS geom
  FROM pair AS p
  OFFSET 0
),

sized AS MATERIALIZED (
  SELECT
    p.*,
    ST_Area(p.geom) AS area
  FROM piece AS p
  WHERE NOT ST_IsEmpty(p.geom)
),

-- Every feature of one code and name is one hit, however it is cut up.
named AS (
  SELECT
    one.subject_id,
    jsonb_agg(
      jsonb_build_object('code', one.code, 'name', one.name, 'share', one.share)
      ORDER BY one.share DESC, one.code, one.name
    ) FILTER (WHERE one.share > 0) AS hits
  FROM (
    SELECT
      p.subject_id,
      p.code,
      p.name,
      round(
        (
          CASE
            -- Parts of one feature do not overlap.
            WHEN min(p.feature_id) = max(p.feature_id) THEN sum(p.area ORDER BY p.part_id)
            ELSE ST_Area(ST_Union(array_agg(p.geom ORDER BY p.part_id)))
          END / min(p.whole)
        )::numeric, 6
      ) AS share
    FROM sized AS p
    GROUP BY p.subject_id, p.code, p.name
  ) AS one
  GROUP BY one.subject_id
),

gathered AS (
  SELECT
    p.subject_id,
    array_agg(p.geom ORDER BY p.part_id) FILTER (WHERE p.class = 'hard') AS hard,
    array_agg(p.geom ORDER BY p.part_id) FILTER (WHERE p.class = 'soft') AS soft,
    array_agg(p.geom ORDER BY p.part_id) FILTER (WHERE p.class = 'unknown') AS unknown
  FROM sized AS p
  GROUP BY p.subject_id
),

with_hard AS (
  SELECT
    g.*,
    areal.joined(g.hard) AS hard_geom
  FROM gathered AS g
  OFFSET 0
),

with_whole AS (
  SELECT
    h.*,
    CASE WHEN h.soft IS NULL THEN h.hard_geom ELSE areal.joined(h.hard || h.soft) END AS whole_geom
  FROM with_hard AS h
  OFFSET 0
),

found_on AS (
  SELECT
    w.subject_id,
    w.hard_geom,
    w.whole_geom,
    CASE
      WHEN w.unknown IS NULL THEN w.whole_geom
      ELSE areal.joined(w.hard || w.soft || w.unknown)
    END AS any_geom,
    n.hits
  FROM with_whole AS w
  INNER JOIN named AS n ON w.subject_id = n.subject_id
),

-- Most subjects lie wholly inside the coverage: told at once, with it prepared as one shape.
inside AS MATERIALIZED (
  SELECT lies.subject_id
  FROM (
    SELECT ST_Union(cover.geom) AS geom
    FROM areal.layer_coverage AS cover
    WHERE
      cover.layer_version_id = cast(:layer_version_id AS bigint)
      AND cover.status = 'mapped'
      AND cover.geom && (SELECT ST_SetSRID(ST_Extent(s.geom)::geometry, 25833) FROM subject AS s)
    OFFSET 0
  ) AS mapped
  CROSS JOIN
    LATERAL (
      SELECT s.subject_id
      FROM relevant AS s
      WHERE s.geom && mapped.geom AND ST_Covers(mapped.geom, s.geom)
      OFFSET 0
    ) AS lies
),

covered AS (
  SELECT
    r.subject_id,
    coalesce(c.share, 1) AS share,
    coalesce(c.failed, FALSE) AS failed
  FROM relevant AS r
  LEFT JOIN inside AS i ON r.subject_id = i.subject_id
  LEFT JOIN LATERAL (
    SELECT
      coalesce(measured.share, 0) AS share,
      measured.failed
    -- The gate is that of distance.sql.
    FROM (SELECT r.geom WHERE i.subject_id IS NULL OFFSET 0) AS left_over
    CROSS JOIN LATERAL areal.coverage(
      left_over.geom, ARRAY[cast(:layer_version_id AS bigint)]
    ) AS measured
  ) AS c ON TRUE
),

share AS (
  SELECT
    r.subject_id,
    r.area_m2,
    r.geom AS subject_geom,
    h.hard_geom,
    h.whole_geom,
    h.any_geom,
    h.hits,
    -- Eight decimals of a share: a verdict worked out again from what is kept is the same one.
    round((coalesce(ST_Area(h.hard_geom) / ST_Area(r.geom), 0))::numeric, 8)::double precision
      AS hard,
    round((coalesce(ST_Area(h.whole_geom) / ST_Area(r.geom), 0))::numeric, 8)::double precision
      AS whole,
    round((coalesce(ST_Area(h.any_geom) / ST_Area(r.geom), 0))::numeric, 8)::double precision
      AS possible,
    areal.matches(r.attrs, cast(:except_when AS jsonb)) IS TRUE
    AND cast(:except_when AS jsonb) <> '{}'::jsonb AS excused,
    coalesce(c.share, 0) AS covered,
    coalesce(c.failed, FALSE) AS failed
  FROM relevant AS r
  INNER JOIN covered AS c ON r.subject_id = c.subject_id
  LEFT JOIN found_on AS h ON r.subject_id = h.subject_id
  OFFSET 0
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
  OFFSET 0
),

measured AS (
  SELECT
    *,
    hard_trimmed * scale.factor AS hard_value,
    whole_trimmed * scale.factor AS whole_value,
    possible_trimmed * scale.factor AS possible_value
  FROM trimmed
  CROSS JOIN
    LATERAL (
      SELECT CASE :measure WHEN 'share' THEN 1 ELSE area_m2 / 1000 END AS factor
    ) AS scale
  OFFSET 0
),

judged AS (
  SELECT
    *,
    areal.judge(hard_value, :direction, cast(:limits AS jsonb), :level) AS hard_verdict,
    areal.judge(whole_value, :direction, cast(:limits AS jsonb), :level) AS whole_verdict,
    areal.judge(possible_value, :direction, cast(:limits AS jsonb), :level) AS possible_verdict
  FROM measured
  OFFSET 0
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
  OFFSET 0
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
  OFFSET 0
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
  OFFSET 0
),

lacking AS (
  SELECT
    *,
    CASE
      WHEN :direction = 'at_least' AND verdict IN ('deviates', 'consider')
        THEN ST_CollectionExtract(ST_Difference(subject_geom, hard_geom), 3)
    END AS lack_geom
  FROM final
  OFFSET 0
),

opened AS (
  -- Two drawings of one border leave strips a hand wide: narrower than a metre is not drawn.
  SELECT
    *,
    ST_Buffer(ST_Buffer(lack_geom, -0.5, 'join=mitre'), 0.5, 'join=mitre') AS lack_opened
  FROM lacking
  OFFSET 0
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
    'hits', f.hits,
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
          WHEN NOT ST_IsEmpty(f.lack_opened) THEN f.lack_opened
          ELSE f.lack_geom
        END
    WHEN f.hard_trimmed > 0 THEN f.hard_geom
    WHEN f.whole_trimmed > 0 THEN f.whole_geom
    WHEN f.possible_trimmed > 0 THEN f.any_geom
  END AS evidence_geom
FROM opened AS f
