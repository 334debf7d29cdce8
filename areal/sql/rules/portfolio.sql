-- How many parcels, sites or daa in a kommune, or in the region, satisfy a condition.
WITH member AS (
  SELECT
    r.subject_id,
    p.parcel_id,
    p.area_m2,
    p.attrs ->> 'site' AS site,
    p.attrs ->> 'slug' AS slug,
    areal.matches(p.attrs, cast(:counts_where AS jsonb)) AS counts,
    cast(:near_version_id AS bigint) IS NULL OR EXISTS (
      SELECT 1
      FROM areal.layer_part AS part
      INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
      WHERE
        part.layer_version_id = cast(:near_version_id AS bigint)
        AND ST_DWithin(part.geom, p.geom, cast(:near_metres AS double precision))
        AND areal.matches(f.props, cast(:near_where AS jsonb)) IS TRUE
    ) AS near
  FROM relevant AS r
  INNER JOIN subject AS p
    ON
      p.subject_kind = 'parcel'
      AND r.region_id = p.region_id
      AND (r.kommunenummer IS NULL OR r.kommunenummer = p.kommunenummer)
),

counted AS (
  SELECT
    r.subject_id,
    CASE :counts
      WHEN 'parcels' THEN count(m.parcel_id) FILTER (WHERE m.counts AND m.near)
      WHEN 'sites' THEN count(DISTINCT m.site) FILTER (WHERE m.counts AND m.near)
      ELSE coalesce(sum(m.area_m2) FILTER (WHERE m.counts AND m.near), 0) / 1000
    END AS value,
    CASE :counts
      WHEN 'parcels' THEN count(m.parcel_id) FILTER (WHERE m.counts IS NOT FALSE AND m.near)
      WHEN 'sites' THEN count(DISTINCT m.site) FILTER (WHERE m.counts IS NOT FALSE AND m.near)
      ELSE coalesce(sum(m.area_m2) FILTER (WHERE m.counts IS NOT FALSE AND m.near), 0) / 1000
    END AS possible,
    coalesce(jsonb_agg(m.slug ORDER BY m.slug) FILTER (WHERE m.counts AND m.near), '[]') AS parcels,
    jsonb_agg(m.slug ORDER BY m.slug) FILTER (WHERE m.counts IS NULL AND m.near) AS undecided
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
