-- How many parcels, sites or daa in a kommune, or in the region, satisfy a condition. Where they are
-- too few: which parcels lack least; where it matters how near they are: the nearest of them.
WITH member AS MATERIALIZED (
  SELECT
    r.subject_id,
    p.subject_id AS parcel,
    p.area_m2,
    p.attrs ->> 'site' AS site,
    p.attrs ->> 'slug' AS slug,
    near.is_near,
    -- Three-valued: NULL for a parcel that may or may not count.
    areal.matches(p.attrs, cast(:counts_where AS jsonb)) AND near.is_near AS counts
  FROM relevant AS r
  INNER JOIN subject AS p
    ON
      p.subject_kind = 'parcel'
      -- One key, so that every parcel meets its own kommune or region and no other.
      AND coalesce(r.kommunenummer, r.region_id)
      = CASE :subject WHEN 'kommune' THEN p.kommunenummer ELSE p.region_id END
      -- What is not published is not on offer, and its name must not show in a public finding.
      AND p.published
  CROSS JOIN LATERAL (
    SELECT
      CASE
        WHEN cast(:near_version_id AS bigint) IS NULL THEN TRUE
        WHEN EXISTS (
          SELECT 1
          FROM areal.layer_part AS part
          INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
          WHERE
            part.layer_version_id = cast(:near_version_id AS bigint)
            AND ST_DWithin(part.geom, p.geom, cast(:near_metres AS double precision))
            AND areal.matches(f.props, cast(:near_where AS jsonb)) IS TRUE
        ) THEN TRUE
        WHEN EXISTS (
          SELECT 1
          FROM areal.layer_part AS part
          INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
          WHERE
            part.layer_version_id = cast(:near_version_id AS bigint)
            AND ST_DWithin(part.geom, p.geom, cast(:near_metres AS double precision))
            AND areal.matches(f.props, cast(:near_where AS jsonb)) IS NULL
        ) THEN NULL
        ELSE FALSE
      END AS is_near
  ) AS near
),

counted AS (
  SELECT
    r.subject_id,
    CASE :counts
      WHEN 'parcels' THEN count(m.parcel) FILTER (WHERE m.counts)
      WHEN 'sites' THEN count(DISTINCT m.site) FILTER (WHERE m.counts)
      ELSE coalesce(sum(m.area_m2) FILTER (WHERE m.counts), 0) / 1000
    END AS value,
    CASE :counts
      WHEN 'parcels' THEN count(m.parcel) FILTER (WHERE m.counts IS NOT FALSE)
      WHEN 'sites' THEN count(DISTINCT m.site) FILTER (WHERE m.counts IS NOT FALSE)
      ELSE coalesce(sum(m.area_m2) FILTER (WHERE m.counts IS NOT FALSE), 0) / 1000
    END AS possible,
    coalesce(jsonb_agg(m.slug ORDER BY m.slug) FILTER (WHERE m.counts), '[]') AS parcels,
    jsonb_agg(m.slug ORDER BY m.slug) FILTER (WHERE m.counts IS NULL) AS undecided
  FROM relevant AS r
  LEFT JOIN member AS m ON r.subject_id = m.subject_id
  GROUP BY r.subject_id
),

judged AS (
  SELECT
    *,
    areal.judge(value, :direction, cast(:limits AS jsonb), :level) AS found,
    areal.judge(possible, :direction, cast(:limits AS jsonb), :level) AS could_be
  FROM counted
),

-- What each parcel that does not count yet would have to become, where more of them are needed.
lacking AS (
  SELECT
    m.subject_id,
    m.parcel,
    m.slug,
    m.area_m2,
    -- Another parcel of a site that counts already adds nothing where sites are counted.
    CASE :counts WHEN 'sites' THEN m.site ELSE m.slug END AS unit,
    c.lacks || CASE WHEN m.is_near THEN '{}' WHEN NOT m.is_near THEN '{near}' ELSE '{}' END::text[]
      AS lacks,
    c.unknown || CASE WHEN m.is_near IS NULL THEN '{near}' ELSE '{}' END::text[] AS unknown
  FROM (
    SELECT
      every.*,
      bool_or(every.counts) OVER (PARTITION BY every.subject_id, every.site) AS site_counts
    FROM member AS every
    INNER JOIN judged AS j ON every.subject_id = j.subject_id
    WHERE j.found <> 'met' AND :direction = 'at_least'
  ) AS m
  INNER JOIN subject AS s ON m.parcel = s.subject_id
  CROSS JOIN
    LATERAL (
      SELECT
        coalesce(array_agg(asked.key ORDER BY asked.key) FILTER (WHERE NOT one.matched), '{}') AS lacks,
        coalesce(
          array_agg(asked.key ORDER BY asked.key) FILTER (WHERE one.matched IS NULL), '{}'
        ) AS unknown
      FROM jsonb_each(cast(:counts_where AS jsonb)) AS asked
      CROSS JOIN LATERAL (
        SELECT areal.matches_one(s.attrs -> asked.key, asked.value) AS matched
      ) AS one
    ) AS c
  WHERE m.counts IS NOT TRUE AND NOT (:counts = 'sites' AND m.site_counts IS TRUE)
),

-- The distance is measured for those only that can be among the three: it is the dear part.
promising AS (
  SELECT *
  FROM (
    SELECT
      *,
      dense_rank() OVER (
        PARTITION BY subject_id ORDER BY cardinality(lacks), cardinality(unknown)
      ) AS step
    FROM lacking
  ) AS stepped
  WHERE step <= 3
),

placed AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY subject_id, unit
      ORDER BY step, short NULLS LAST, area_m2 DESC, slug COLLATE "C"
    ) AS of_its_site
  FROM (
    SELECT
      p.*,
      CASE
        WHEN p.too_far
          THEN round(greatest(target.metres - cast(:near_metres AS double precision), 0)::numeric)
        ELSE 0
      END AS short
    FROM (
      SELECT
        *,
        'near' = ANY(lacks) AS too_far
      FROM promising
    ) AS p
    LEFT JOIN subject AS s ON p.too_far AND p.parcel = s.subject_id
    LEFT JOIN LATERAL (
      SELECT areal.geodesic_length(ST_ShortestLine(s.geom, nearest.geom)) AS metres
      FROM (
        SELECT part.geom
        FROM areal.layer_part AS part
        INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
        WHERE
          p.too_far
          AND part.layer_version_id = cast(:near_version_id AS bigint)
          AND areal.matches(f.props, cast(:near_where AS jsonb)) IS TRUE
        ORDER BY part.geom <-> s.geom, part.part_id
        LIMIT 1
      ) AS nearest
    ) AS target ON TRUE
  ) AS near_miss
),

closest AS (
  SELECT
    ranked.subject_id,
    jsonb_agg(
      jsonb_build_object(
        'slug', ranked.slug,
        'lacks', ranked.lacks,
        'unknown', ranked.unknown,
        'metres_short', CASE WHEN ranked.too_far THEN ranked.short END,
        'values', (
          SELECT
            coalesce(
              jsonb_object_agg(
                name,
                CASE jsonb_typeof(s.attrs -> name)
                  WHEN 'number' THEN to_jsonb(trim_scale(round((s.attrs -> name)::numeric, 4)))
                  ELSE s.attrs -> name
                END
              ),
              '{}'
            )
          FROM unnest(ranked.lacks) AS name
          WHERE areal.is_known(s.attrs -> name)
        )
      ) ORDER BY ranked.place
    ) AS parcels
  FROM (
    SELECT
      *,
      row_number() OVER (
        PARTITION BY subject_id
        ORDER BY step, short NULLS LAST, area_m2 DESC, slug COLLATE "C"
      ) AS place
    FROM placed
    WHERE of_its_site = 1
  ) AS ranked
  INNER JOIN subject AS s ON ranked.parcel = s.subject_id
  WHERE ranked.place <= 3
  GROUP BY ranked.subject_id
),

-- What counts, nearest first: one parcel for each site.
near_first AS (
  SELECT
    ranked.subject_id,
    jsonb_agg(
      jsonb_build_object(
        'slug', ranked.slug, 'site', ranked.site, 'to', ranked.name, 'metres', ranked.metres
      ) ORDER BY ranked.place
    ) AS sites
  FROM (
    SELECT
      *,
      row_number() OVER (PARTITION BY subject_id ORDER BY metres, slug COLLATE "C") AS place
    FROM (
      SELECT DISTINCT ON (m.subject_id, m.site)
        m.subject_id,
        m.site,
        m.slug,
        target.name,
        target.metres
      FROM member AS m
      INNER JOIN subject AS s ON m.parcel = s.subject_id
      CROSS JOIN
        LATERAL (
          SELECT
            f.name,
            round(areal.geodesic_length(ST_ShortestLine(s.geom, part.geom))::numeric) AS metres
          FROM areal.layer_part AS part
          INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
          WHERE
            part.layer_version_id = cast(:nearest_version_id AS bigint)
            AND areal.matches(f.props, cast(:nearest_where AS jsonb)) IS TRUE
          ORDER BY part.geom <-> s.geom, part.part_id
          LIMIT 1
        ) AS target
      WHERE m.counts AND cast(:nearest_version_id AS bigint) IS NOT NULL
      ORDER BY m.subject_id, m.site, target.metres, m.slug COLLATE "C"
    ) AS best
  ) AS ranked
  WHERE ranked.place <= 3
  GROUP BY ranked.subject_id
)

SELECT
  j.subject_id,
  -- What unknown attributes could still turn is a gap in the register, not a deviation.
  CASE WHEN j.found <> j.could_be THEN 'missing' ELSE j.found END AS verdict,
  j.value AS measured,
  :counts AS unit,
  areal.margin(j.value, :direction, cast(:limits AS jsonb)) AS margin,
  jsonb_build_object(
    'limit', cast(:limits AS jsonb) -> 'met',
    'deviates_limit', cast(:limits AS jsonb) -> 'deviates',
    'direction', :direction,
    'parcels', j.parcels,
    'undecided', j.undecided,
    'ranked', n.sites,
    'closest', c.parcels,
    -- What they were asked for, so that what they lack can be told in words.
    'counts_where', CASE WHEN c.parcels IS NOT NULL THEN cast(:counts_where AS jsonb) END,
    'near_metres', CASE
      WHEN c.parcels IS NOT NULL AND cast(:near_version_id AS bigint) IS NOT NULL
        THEN cast(:near_metres AS double precision)
    END
  ) AS evidence,
  NULL::geometry AS evidence_geom
FROM judged AS j
LEFT JOIN closest AS c ON j.subject_id = c.subject_id
LEFT JOIN near_first AS n ON j.subject_id = n.subject_id
