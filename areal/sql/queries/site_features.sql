-- Sites with a matching parcel as GeoJSON points, the largest first, at most :at_most of them; reads
-- `figures`, so that the numbers are the list's. A site stands on its largest matching parcel.
WITH listed AS (
  SELECT
    f.*,
    s.slug,
    s.name,
    s.kommunenummer,
    s.kommune_name,
    s.category,
    s.area_class
  FROM figures AS f
  INNER JOIN published.site_profile AS s ON f.site_id = s.site_id
  ORDER BY f.free_m2 DESC, s.slug
  LIMIT :at_most
),

shown AS (
  SELECT
    listed.*,
    spot.point_wgs84
  FROM listed
  CROSS JOIN LATERAL (
    SELECT ST_PointOnSurface(p.geom_wgs84) AS point_wgs84
    FROM published.parcel AS p
    WHERE p.parcel_id = ANY(listed.parcel_ids)
    ORDER BY p.area_m2 DESC, p.parcel_id
    LIMIT 1
  ) AS spot
)

SELECT
  rev.revision,
  rev.as_of,
  rev.notice_nb,
  rev.notice_en,
  (SELECT count(*) FROM figures) AS matched,
  (SELECT count(*) FROM shown) AS returned,
  (
    SELECT
      json_agg(
        json_build_object(
          'type', 'Feature',
          'id', c.slug,
          'geometry', json_build_object(
            'type', 'Point',
            'coordinates', json_build_array(
              round(ST_X(c.point_wgs84)::numeric, 6)::double precision,
              round(ST_Y(c.point_wgs84)::numeric, 6)::double precision
            )
          ),
          'properties', json_build_object(
            'slug', c.slug,
            'name', c.name,
            'kommunenummer', c.kommunenummer,
            'kommune_name', c.kommune_name,
            'category', c.category,
            'area_class', c.area_class,
            'parcels', c.parcels,
            'free_m2', c.free_m2,
            'overall', (cast(:overall_worst_first AS text[]))[c.severity],
            'shares', json_build_object(
              'deviates', c.n_deviates,
              'consider', c.n_consider,
              'error', c.n_error,
              'missing', c.n_missing,
              'not_mapped', c.n_not_mapped,
              'met', c.n_met
            )
          )
        )
        ORDER BY c.free_m2 DESC, c.slug
      )::text
    FROM shown AS c
  ) AS features
FROM published.revision AS rev
