-- Straight-line distance to the nearest feature of one or more targets. The nearest is searched in
-- the plane, by index; the distance told is along that line on the ellipsoid.
--
-- OFFSET 0 ends a step whose columns the next one uses several times (see overlap.sql).
WITH target AS MATERIALIZED (
  SELECT
    t.ordinality AS target_no,
    (t.value ->> 'layer_version_id')::bigint AS layer_version_id,
    t.value ->> 'layer' AS layer,
    t.value -> 'limits' AS limits,
    (t.value -> 'limits' ->> 'met')::double precision AS reach,
    areal.fulfilled(t.value -> 'where') AS fulfilled,
    areal.refused(t.value -> 'where') AS refused
  FROM jsonb_array_elements(cast(:targets AS jsonb)) WITH ORDINALITY AS t (value, ordinality)
),

-- Looked up by number while the index is walked: a join in there would end the search by index. For
-- a few subjects only those features are looked at that the search comes by.
wanted AS MATERIALIZED (
  SELECT
    t.target_no,
    f.feature_id
  FROM target AS t
  INNER JOIN areal.layer_feature AS f
    ON t.layer_version_id = f.layer_version_id AND f.props @@ t.fulfilled
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
    n.feature_id,
    n.line,
    -- Nothing of the kind anywhere in the layer: infinitely far, as far as it is mapped.
    coalesce(round(areal.geodesic_length(n.line)::numeric, 4)::double precision, 'infinity')
      AS metres
  FROM relevant AS r
  CROSS JOIN target AS t
  -- Of those equally near, as at a crossing, the first is taken; a second sort key on the search
  -- itself would make it look at everything.
  LEFT JOIN LATERAL (
    SELECT
      near.feature_id,
      ST_ShortestLine(r.geom, near.geom) AS line
    FROM (
      SELECT
        part.part_id,
        part.feature_id,
        part.geom
      FROM areal.layer_part AS part
      WHERE
        part.layer_version_id = t.layer_version_id
        AND CASE
          WHEN cast(:few AS boolean)
            THEN (
              SELECT f.props @@ t.fulfilled
              FROM areal.layer_feature AS f
              WHERE part.feature_id = f.feature_id
            )
          ELSE (
            (t.target_no, part.feature_id) IN (
              SELECT
                w.target_no,
                w.feature_id
              FROM wanted AS w
            )
          ) IS TRUE
        END
      ORDER BY part.geom <-> r.geom
      FETCH FIRST 1 ROWS WITH TIES
    ) AS near
    ORDER BY near.part_id
    LIMIT 1
  ) AS n ON TRUE
  OFFSET 0
),

-- A feature whose class is not known may be of the kind that is asked for. It can only turn the
-- verdict from within the limit; the plane and the ellipsoid differ by far less than a percent.
-- As in overlap.sql: of many subjects those near each such part, of a few the parts near each.
unknown_part AS MATERIALIZED (
  SELECT
    t.target_no,
    t.reach,
    part.geom
  FROM target AS t
  INNER JOIN areal.layer_feature AS f
    ON
      t.layer_version_id = f.layer_version_id
      AND areal.matches(f.props, t.fulfilled, t.refused) IS NULL
  INNER JOIN areal.layer_part AS part ON f.feature_id = part.feature_id
  WHERE NOT cast(:few AS boolean)
),

unknown_near AS (
  SELECT
    u.target_no,
    lies.subject_id,
    ST_ShortestLine(lies.geom, u.geom) AS line
  FROM unknown_part AS u
  CROSS JOIN
    LATERAL (
      SELECT
        s.subject_id,
        s.geom
      FROM relevant AS s
      WHERE ST_DWithin(u.geom, s.geom, u.reach * 1.01)
      OFFSET 0
    ) AS lies
  UNION ALL
  SELECT
    t.target_no,
    r.subject_id,
    ST_ShortestLine(r.geom, part.geom)
  FROM relevant AS r
  CROSS JOIN target AS t
  INNER JOIN areal.layer_part AS part
    ON
      t.layer_version_id = part.layer_version_id
      AND ST_DWithin(r.geom, part.geom, t.reach * 1.01)
  INNER JOIN areal.layer_feature AS f
    ON
      part.feature_id = f.feature_id
      AND areal.matches(f.props, t.fulfilled, t.refused) IS NULL
  WHERE cast(:few AS boolean)
),

unknown AS (
  SELECT
    n.subject_id,
    n.target_no,
    min(round(areal.geodesic_length(n.line)::numeric, 4))::double precision AS metres
  FROM unknown_near AS n
  GROUP BY n.subject_id, n.target_no
),

-- "Nothing nearer" is a claim about everything within the limit, not about the parcel alone. Most
-- parcels lie far inside the coverage with all that is around them: the box around it tells.
-- (Coverage pieces of a version do not overlap, so what they hold of the box adds up.)
boxed AS (
  SELECT
    t.target_no,
    lies.subject_id,
    sum(lies.share) AS share
  FROM target AS t
  INNER JOIN areal.layer_coverage AS cover
    ON t.layer_version_id = cover.layer_version_id AND cover.status = 'mapped'
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
          ST_Expand(r.geom, t.reach) AS box
        FROM relevant AS r
        WHERE r.geom && ST_Expand(cover.geom, t.reach)
        OFFSET 0
      ) AS s
    ) AS lies
  GROUP BY t.target_no, lies.subject_id
),

judged AS (
  SELECT
    m.*,
    areal.judge(m.metres, :direction, m.limits, :level) AS verdict,
    -- LEAST passes over NULL: without an unknown feature nothing could be otherwise.
    areal.judge(least(m.metres, u.metres), :direction, m.limits, :level) AS could_be,
    m.metres / greatest(m.reach, 1) AS ratio
  FROM nearest AS m
  LEFT JOIN unknown AS u ON m.subject_id = u.subject_id AND m.target_no = u.target_no
  OFFSET 0
),

looked_around AS (
  SELECT
    j.*,
    coalesce(cov.share, 1) AS covered,
    coalesce(cov.failed, FALSE) AS failed
  FROM judged AS j
  LEFT JOIN boxed AS w
    ON j.subject_id = w.subject_id AND j.target_no = w.target_no AND w.share >= 1 - 1e-9
  LEFT JOIN LATERAL (
    SELECT
      coalesce(c.share, 0) AS share,
      coalesce(c.failed, FALSE) AS failed
    -- A gate in front: a condition on the function itself would be asked after it has run.
    -- And the surroundings are made there, once: coverage() is put in place, and asks for them often.
    FROM (
      SELECT
        CASE WHEN j.reach > 0 THEN ST_Buffer(j.subject_geom, j.reach, 4) ELSE j.subject_geom END
          AS geom
      WHERE w.subject_id IS NULL
      OFFSET 0
    ) AS around
    CROSS JOIN LATERAL areal.coverage(around.geom, ARRAY[j.layer_version_id]) AS c
  ) AS cov ON TRUE
  OFFSET 0
),

chosen AS (
  -- At most: one target within its limit is enough, so the best speaks. At least: the worst does.
  SELECT DISTINCT ON (subject_id) *
  FROM looked_around
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
  FROM looked_around
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
    'nearest', f.name,
    'nearest_code', f.code,
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
LEFT JOIN areal.layer_feature AS f ON c.feature_id = f.feature_id
CROSS JOIN LATERAL (SELECT (:direction = 'at_most') = (c.verdict = 'met') AS proven) AS p
CROSS JOIN LATERAL (
  SELECT
    CASE
      WHEN NOT p.proven AND l.could_turn THEN 'missing'
      ELSE areal.within_coverage(c.verdict, p.proven, l.covered, l.failed)
    END AS verdict
) AS final
