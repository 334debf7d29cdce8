-- Judge anew, for each variant of a rule's limits, what a run has measured of each parcel. No
-- geometry is touched. The verdict is NULL wherever what is stored does not prove what the rule
-- itself would say; those parcels are measured again.
INSERT INTO pg_temp.told (variant, parcel_id, verdict, measured)
WITH variant AS MATERIALIZED (
  SELECT
    v.no,
    v.limits,
    (v.limits ->> 'met')::double precision AS met,
    (v.limits ->> 'deviates')::double precision AS deviates
  FROM jsonb_to_recordset(cast(:variants AS jsonb)) AS v (no integer, limits jsonb)
),

stored AS MATERIALIZED (
  SELECT
    f.parcel_id,
    f.verdict,
    f.measured,
    f.evidence ->> 'reason' AS reason,
    -- Rounded to four decimals when it was stored.
    (f.evidence ->> 'coverage')::double precision AS coverage,
    (f.evidence ->> 'count')::double precision / (f.evidence ->> 'of')::double precision AS known,
    s.area_m2,
    s.geom,
    cast(:except_when AS jsonb) <> '{}'::jsonb
    AND areal.matches(s.attrs, cast(:except_when AS jsonb)) IS TRUE AS excused
  FROM areal.subject_span AS s
  INNER JOIN areal.finding_span AS f
    ON
      s.series_id = f.series_id
      AND s.parcel_id = f.parcel_id
      AND f.rule_code = cast(:rule_code AS text)
      AND f.since_run <= cast(:run_id AS bigint)
      AND f.until_run > cast(:run_id AS bigint)
  WHERE
    s.series_id = cast(:series_id AS bigint)
    AND s.since_run <= cast(:run_id AS bigint)
    AND s.until_run > cast(:run_id AS bigint)
),

-- Features of a softer or of an unknown class: one stored number does not tell what they add.
doubtful AS MATERIALIZED (
  SELECT
    f.feature_id,
    c.layer_version_id,
    c.reach
  FROM
    jsonb_to_recordset(cast(:filters AS jsonb))
      AS c (layer_version_id bigint, condition jsonb, softer jsonb, reach double precision)
  INNER JOIN areal.layer_feature AS f ON c.layer_version_id = f.layer_version_id
  WHERE
    areal.matches(f.props, c.condition) IS NULL
    OR (areal.matches(f.props, c.condition) IS FALSE AND areal.matches(f.props, c.softer))
),

doubted AS MATERIALIZED (
  SELECT s.parcel_id
  FROM stored AS s
  WHERE
    EXISTS (SELECT 1 FROM doubtful)
    AND (
      cast(:kind AS text) = 'distance'
      OR EXISTS (
        SELECT 1
        FROM (SELECT DISTINCT
          d.layer_version_id,
          d.reach
        FROM doubtful AS d) AS around
        INNER JOIN areal.layer_part AS part
          ON
            around.layer_version_id = part.layer_version_id
            AND part.geom && ST_Expand(s.geom, around.reach)
        WHERE part.feature_id IN (SELECT d.feature_id FROM doubtful AS d)
      )
    )
),

judged AS (
  SELECT
    s.*,
    v.no,
    v.met,
    d.parcel_id IS NOT NULL AS doubted,
    s.verdict = 'not_relevant' OR coalesce(s.reason = 'relevance_unknown', FALSE) AS apart,
    CASE cast(:kind AS text)
      WHEN 'completeness'
        THEN
          CASE
            WHEN s.known >= v.met THEN 'met'
            WHEN s.known < coalesce(v.deviates, 0)
              THEN CASE cast(:level AS text) WHEN 'skal' THEN 'deviates' ELSE 'consider' END
            ELSE 'missing'
          END
      WHEN 'distance'
        THEN areal.judge(coalesce(s.measured, 'infinity'), :direction, v.limits, :level)
      ELSE areal.judge(coalesce(s.measured, 0), :direction, v.limits, :level)
    END AS found
  FROM stored AS s
  CROSS JOIN variant AS v
  LEFT JOIN doubted AS d ON s.parcel_id = d.parcel_id
),

looked AS (
  SELECT
    *,
    -- What was found is proof wherever it was found.
    CASE cast(:kind AS text)
      WHEN 'distance' THEN (cast(:direction AS text) = 'at_most') = (found = 'met')
      WHEN 'overlap' THEN (cast(:direction AS text) = 'at_most') = (found <> 'met')
      ELSE found <> 'met'
    END AS proven,
    -- Whether the layer speaks of (practically) all that was looked at; NULL: not told.
    CASE
      WHEN cast(:kind AS text) = 'distance' AND met <> cast(:reach AS double precision)
        THEN
          -- Around a shorter reach less can be unmapped than around the longer one, at most all of
          -- what was; that is bounded by the box around the one and a disc inside the other.
          CASE
            WHEN
              met < cast(:reach AS double precision)
              AND coverage >= 1
              AND 0.00005 * ST_Area(ST_Expand(ST_Envelope(geom), cast(:reach AS double precision)))
              < 0.0099 * greatest(0.98 * area_m2, 3 * greatest(met, 0) ^ 2)
              THEN TRUE
          END
      WHEN coverage > 0.99 THEN TRUE
      WHEN coverage < 0.99 THEN FALSE
    END AS covered
  FROM judged
),

-- For a few, what is mapped around them is looked up as rules/distance.sql does.
around AS (
  SELECT
    l.*,
    seen.share >= 0.99 AS seen_covered,
    seen.failed AS seen_failed
  FROM looked AS l
  LEFT JOIN
    LATERAL (
      SELECT
        coalesce(c.share, 0) AS share,
        coalesce(c.failed, FALSE) AS failed
      FROM
        areal.coverage(
          CASE WHEN l.met > 0 THEN ST_Buffer(l.geom, l.met, 4) ELSE l.geom END,
          ARRAY(SELECT (cast(:filters AS jsonb) -> 0 ->> 'layer_version_id')::bigint)
        ) AS c
      WHERE
        cast(:look_around AS boolean)
        AND cast(:kind AS text) = 'distance'
        AND NOT l.apart AND NOT l.proven AND l.covered IS NULL
    ) AS seen
    ON TRUE
),

answered AS (
  SELECT
    *,
    CASE
      WHEN apart THEN verdict
      WHEN cast(:kind AS text) IN ('attribute', 'freshness')
        THEN CASE verdict WHEN 'missing' THEN verdict WHEN 'error' THEN NULL ELSE found END
      WHEN cast(:kind AS text) = 'completeness' THEN CASE WHEN known IS NOT NULL THEN found END
      WHEN doubted OR coverage IS NULL THEN NULL
      WHEN excused AND found <> 'met' THEN 'met'
      WHEN proven OR covered THEN found
      WHEN seen_covered THEN found
      WHEN NOT seen_covered THEN CASE WHEN seen_failed THEN 'error' ELSE 'not_mapped' END
      -- Not mapped, or not fetched: which of them, only an answer of the same kind tells.
      WHEN NOT covered AND verdict IN ('not_mapped', 'error') THEN verdict
    END AS answer
  FROM around
)

SELECT
  no,
  parcel_id,
  -- Hardly anything and nothing at all are stored alike, and told apart where it is not mapped.
  CASE
    WHEN
      cast(:kind AS text) = 'overlap'
      AND measured = 0 AND answer IN ('not_mapped', 'error') AND verdict NOT IN ('not_mapped', 'error')
      THEN NULL
    ELSE answer
  END,
  CASE
    WHEN
      cast(:kind AS text) = 'overlap' AND measured IS NULL AND answer NOT IN ('not_mapped', 'error')
      AND NOT apart
      THEN 0
    ELSE measured
  END
FROM answered
