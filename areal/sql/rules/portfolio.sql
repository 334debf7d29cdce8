-- How many parcels, sites or daa in a kommune, or in the region, satisfy a condition.
WITH member AS (
  SELECT
    r.subject_id,
    p.parcel_id,
    p.area_m2,
    p.attrs ->> 'site' AS site,
    p.attrs ->> 'slug' AS slug,
    -- Three-valued: NULL for a parcel that may or may not count.
    areal.matches(p.attrs, cast(:counts_where AS jsonb)) AND near.is_near AS counts
  FROM relevant AS r
  INNER JOIN subject AS p
    ON
      p.subject_kind = 'parcel'
      AND r.region_id = p.region_id
      AND (r.kommunenummer IS NULL OR r.kommunenummer = p.kommunenummer)
      -- What is not published is not on offer, and its name must not show in a public finding.
      AND p.published
  CROSS JOIN LATERAL (
    SELECT
      CASE
        WHEN cast(:near_version_id AS bigint) IS NULL THEN TRUE
        WHEN bool_or(areal.matches(f.props, cast(:near_where AS jsonb))) THEN TRUE
        WHEN bool_or(areal.matches(f.props, cast(:near_where AS jsonb)) IS NULL) THEN NULL
        ELSE FALSE
      END AS is_near
    FROM areal.layer_part AS part
    INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
    WHERE
      part.layer_version_id = cast(:near_version_id AS bigint)
      AND ST_DWithin(part.geom, p.geom, cast(:near_metres AS double precision))
  ) AS near
),

counted AS (
  SELECT
    r.subject_id,
    CASE :counts
      WHEN 'parcels' THEN count(m.parcel_id) FILTER (WHERE m.counts)
      WHEN 'sites' THEN count(DISTINCT m.site) FILTER (WHERE m.counts)
      ELSE coalesce(sum(m.area_m2) FILTER (WHERE m.counts), 0) / 1000
    END AS value,
    CASE :counts
      WHEN 'parcels' THEN count(m.parcel_id) FILTER (WHERE m.counts IS NOT FALSE)
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
)

SELECT
  subject_id,
  -- What unknown attributes could still turn is a gap in the register, not a deviation.
  CASE WHEN found <> could_be THEN 'missing' ELSE found END AS verdict,
  value AS measured,
  :counts AS unit,
  areal.margin(value, :direction, cast(:limits AS jsonb)) AS margin,
  jsonb_build_object(
    'limit', cast(:limits AS jsonb) -> 'met',
    'deviates_limit', cast(:limits AS jsonb) -> 'deviates',
    'direction', :direction,
    'parcels', parcels,
    'undecided', undecided
  ) AS evidence,
  NULL::geometry AS evidence_geom
FROM judged
