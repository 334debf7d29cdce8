-- Kommuner as GeoJSON features; reads `kommuner`, so that the figures are the table's.
SELECT
  rev.revision,
  rev.as_of,
  rev.notice_nb,
  rev.notice_en,
  (SELECT count(*) FROM kommuner) AS matched,
  (SELECT count(*) FROM kommuner) AS returned,
  (
    SELECT
      json_agg(
        json_build_object(
          'type', 'Feature',
          'id', k.kommunenummer,
          'geometry', ST_AsGeoJSON(ST_ForcePolygonCCW(border.geom_wgs84), 6)::json,
          'properties', to_json(k)
        )
        ORDER BY k.kommunenummer
      )::text
    FROM kommuner AS k
    INNER JOIN published.kommune AS border ON k.kommunenummer = border.kommunenummer
  ) AS features
FROM published.revision AS rev
