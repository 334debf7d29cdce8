-- The first :at_most sites with a matching parcel, in the order asked for; reads `figures`. What is
-- costly is looked up for them alone, one parcel at a time (OFFSET keeps it so).
WITH roads AS (
  SELECT
    f.site_id,
    min(x.distance_m) AS metres
  FROM figures AS f
  CROSS JOIN unnest(f.parcel_ids) AS mine (parcel_id)
  INNER JOIN published.proximity AS x ON mine.parcel_id = x.parcel_id
  WHERE :sort = 'road' AND x.target = 'hovedveg' AND x.code = ''
  GROUP BY f.site_id
),

listed AS (
  SELECT
    f.*,
    s.slug,
    s.name,
    s.kommunenummer,
    s.kommune_name,
    s.category,
    s.area_class,
    s.sample,
    roads.metres
  FROM figures AS f
  INNER JOIN published.site_profile AS s ON f.site_id = s.site_id
  LEFT JOIN roads ON f.site_id = roads.site_id
  ORDER BY
    CASE :sort WHEN 'size' THEN f.free_m2 END DESC NULLS LAST,
    CASE :sort WHEN 'readiness' THEN f.readiness END DESC NULLS LAST,
    CASE :sort WHEN 'price' THEN f.price_nok_m2 END ASC NULLS LAST,
    CASE :sort WHEN 'power' THEN f.power_mw_now END DESC NULLS LAST,
    roads.metres ASC NULLS LAST,
    s.name COLLATE "nb-x-icu",  -- noqa: RF05
    s.slug
  LIMIT cast(:at_most AS integer)
),

shown AS (
  -- The order is that of `listed`, which is sorted already.
  SELECT
    listed.*,
    row_number() OVER () AS place
  FROM listed
),

total AS (
  SELECT
    count(*) AS all_sites,
    sum(parcels) AS all_parcels,
    sum(free_m2) AS all_free_m2
  FROM figures
),

mine AS (
  SELECT
    shown.site_id,
    p.area_m2,
    p.parcel_id,
    p.strip,
    p.geom_wgs84
  FROM shown
  CROSS JOIN unnest(shown.parcel_ids) AS ids (parcel_id)
  CROSS JOIN LATERAL (
    SELECT
      one.parcel_id,
      one.area_m2,
      one.strip,
      one.geom_wgs84
    FROM published.parcel AS one
    WHERE one.parcel_id = ids.parcel_id
    ORDER BY one.parcel_id
    OFFSET 0
  ) AS p
),

cell AS (
  SELECT
    mine.site_id,
    c.position,
    min(array_position(cast(:worst_first AS text[]), c.verdict)) AS severity
  FROM mine
  CROSS JOIN LATERAL unnest(mine.strip) WITH ORDINALITY AS c (verdict, position)
  GROUP BY mine.site_id, c.position
),

strip AS (
  SELECT
    site_id,
    array_agg((cast(:worst_first AS text[]))[severity] ORDER BY position) AS strip
  FROM cell
  GROUP BY site_id
),

spot AS (
  SELECT DISTINCT ON (site_id)
    site_id,
    ST_PointOnSurface(geom_wgs84) AS point_wgs84
  FROM mine
  ORDER BY site_id, area_m2 DESC, parcel_id
),

road AS (
  SELECT DISTINCT ON (mine.site_id)
    mine.site_id,
    x.feature_name,
    x.distance_m
  FROM mine
  CROSS JOIN
    LATERAL (
      SELECT
        one.feature_name,
        one.distance_m
      FROM published.proximity AS one
      WHERE one.parcel_id = mine.parcel_id AND one.target = 'hovedveg' AND one.code = ''
      ORDER BY one.distance_m
      OFFSET 0
    ) AS x
  ORDER BY mine.site_id, x.distance_m, x.feature_name
)

SELECT
  shown.site_id,
  shown.slug,
  shown.name,
  shown.kommunenummer,
  shown.kommune_name,
  shown.category,
  shown.area_class,
  shown.sample,
  ST_X(spot.point_wgs84) AS lon,
  ST_Y(spot.point_wgs84) AS lat,
  shown.parcels,
  shown.free_m2,
  shown.readiness,
  shown.power_mw_now,
  shown.price_nok_m2,
  road.feature_name AS road_name,
  road.distance_m AS road_distance_m,
  (cast(:overall_worst_first AS text[]))[shown.severity] AS overall,
  coalesce(strip.strip, ARRAY[]::text[]) AS strip,
  total.all_sites,
  total.all_parcels,
  total.all_free_m2
FROM shown
CROSS JOIN total
INNER JOIN spot ON shown.site_id = spot.site_id
LEFT JOIN strip ON shown.site_id = strip.site_id
LEFT JOIN road ON shown.site_id = road.site_id
ORDER BY shown.place
