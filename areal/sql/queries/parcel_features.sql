-- Matching parcels as GeoJSON features, at most :at_most of them; reads `matching`.
WITH chosen AS (
  SELECT *
  FROM matching
  ORDER BY parcel_id
  LIMIT :at_most
)

SELECT
  rev.revision,
  rev.as_of,
  rev.notice_nb,
  rev.notice_en,
  (SELECT count(*) FROM matching) AS matched,
  (SELECT count(*) FROM chosen) AS returned,
  (
    SELECT
      json_agg(
        json_build_object(
          'type', 'Feature',
          'id', c.slug,
          'geometry', ST_AsGeoJSON(ST_ForcePolygonCCW(c.geom_wgs84), 6)::json,
          'properties', json_build_object(
            'slug', c.slug,
            'label', c.label,
            'site_slug', c.site_slug,
            'site_name', c.site_name,
            'kommunenummer', c.kommunenummer,
            'overall', c.overall,
            'area_m2', c.area_m2,
            'market', c.market,
            'modenhet', c.modenhet,
            'strip', c.strip
          )
        )
        ORDER BY c.parcel_id
      )::text
    FROM chosen AS c
  ) AS features
FROM published.revision AS rev
