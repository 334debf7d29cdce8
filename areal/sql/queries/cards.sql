-- Sites with a matching parcel, and their figures over the matching parcels; reads `matching`.
WITH cell AS (
  SELECT
    m.site_id,
    c.position,
    min(array_position(cast(:worst_first AS text[]), c.verdict)) AS severity
  FROM matching AS m
  CROSS JOIN LATERAL unnest(m.strip) WITH ORDINALITY AS c (verdict, position)
  GROUP BY m.site_id, c.position
),

strip AS (
  SELECT
    site_id,
    array_agg((cast(:worst_first AS text[]))[severity] ORDER BY position) AS strip
  FROM cell
  GROUP BY site_id
),

figures AS (
  SELECT
    site_id,
    count(*) AS parcels,
    coalesce(sum(area_m2) FILTER (WHERE market = 'ledig'), 0) AS free_m2,
    coalesce(max(modenhet) FILTER (WHERE market = 'ledig'), max(modenhet)) AS readiness,
    max(power_mw_now) AS power_mw_now,
    min(array_position(cast(:overall_worst_first AS text[]), overall)) AS severity,
    sum(n_met) AS n_met,
    sum(n_consider) AS n_consider,
    sum(n_deviates) AS n_deviates,
    sum(n_not_mapped) AS n_not_mapped,
    sum(n_missing) AS n_missing,
    sum(n_error) AS n_error
  FROM matching
  GROUP BY site_id
),

road AS (
  SELECT DISTINCT ON (m.site_id)
    m.site_id,
    x.feature_name,
    x.distance_m
  FROM matching AS m
  INNER JOIN published.proximity AS x ON m.parcel_id = x.parcel_id
  WHERE x.target = 'hovedveg' AND x.code = ''
  ORDER BY m.site_id, x.distance_m, x.feature_name
),

known AS (
  -- One site at a time (OFFSET keeps it so): the view then sums up the parcels of these sites alone,
  -- which is what a map asks that shows few of many.
  SELECT
    f.site_id,
    s.slug,
    s.name,
    s.kommunenummer,
    s.kommune_name,
    s.category,
    s.area_class,
    s.sample,
    s.point_wgs84
  FROM figures AS f
  CROSS JOIN LATERAL (
    SELECT
      one.slug,
      one.name,
      one.kommunenummer,
      one.kommune_name,
      one.category,
      one.area_class,
      one.sample,
      one.point_wgs84
    FROM published.site AS one
    WHERE one.site_id = f.site_id
    ORDER BY one.site_id
    OFFSET 0
  ) AS s
)

SELECT
  f.site_id,
  s.slug,
  s.name,
  s.kommunenummer,
  s.kommune_name,
  s.category,
  s.area_class,
  s.sample,
  ST_X(s.point_wgs84) AS lon,
  ST_Y(s.point_wgs84) AS lat,
  f.parcels,
  f.free_m2,
  f.readiness,
  f.power_mw_now,
  road.feature_name AS road_name,
  road.distance_m AS road_distance_m,
  (cast(:overall_worst_first AS text[]))[f.severity] AS overall,
  coalesce(strip.strip, ARRAY[]::text[]) AS strip,
  f.n_met,
  f.n_consider,
  f.n_deviates,
  f.n_not_mapped,
  f.n_missing,
  f.n_error
FROM figures AS f
INNER JOIN known AS s ON f.site_id = s.site_id
LEFT JOIN strip ON f.site_id = strip.site_id
LEFT JOIN road ON f.site_id = road.site_id
ORDER BY
  CASE :sort WHEN 'size' THEN f.free_m2 END DESC NULLS LAST,
  CASE :sort WHEN 'readiness' THEN f.readiness END DESC NULLS LAST,
  s.name COLLATE "nb-x-icu",  -- noqa: RF05
  s.slug
