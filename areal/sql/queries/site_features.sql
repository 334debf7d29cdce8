-- Sites with a matching parcel as GeoJSON points; reads `cards`, so that the figures are the list's.
SELECT
  rev.revision,
  rev.as_of,
  rev.notice_nb,
  rev.notice_en,
  (SELECT count(*) FROM cards) AS matched,
  (SELECT count(*) FROM cards) AS returned,
  (
    SELECT
      json_agg(
        json_build_object(
          'type', 'Feature',
          'id', c.slug,
          'geometry', json_build_object(
            'type', 'Point',
            'coordinates', json_build_array(
              round(c.lon::numeric, 6)::double precision, round(c.lat::numeric, 6)::double precision
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
            'overall', c.overall,
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
    FROM cards AS c
  ) AS features
FROM published.revision AS rev
