-- The shapes of one layer as GeoJSON features; no row for a layer whose shapes may not leave.
SELECT
  rev.revision,
  rev.as_of,
  rev.notice_nb,
  rev.notice_en,
  l.layer_id,
  l.title_nb,
  l.title_en,
  l.source,
  l.source_date,
  l.licence,
  l.attribution,
  found.matched,
  found.matched AS returned,
  found.features
FROM published.revision AS rev
INNER JOIN published.layer AS l ON l.layer_id = :layer_id AND l.public = 'full'
CROSS JOIN LATERAL (
  SELECT
    count(*) AS matched,
    json_agg(
      json_build_object(
        'type', 'Feature',
        'id', f.feature_id,
        'geometry', ST_AsGeoJSON(ST_ForcePolygonCCW(f.geom_wgs84), 6)::json,
        'properties', json_build_object('code', f.code, 'name', f.name)
      )
      ORDER BY f.feature_id
    )::text AS features
  FROM published.layer_feature AS f
  WHERE f.layer_id = l.layer_id
) AS found
