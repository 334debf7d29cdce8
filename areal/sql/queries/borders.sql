-- The border of every kommune, drawn to a hundred metres.
SELECT
  k.kommunenummer,
  ST_AsGeoJSON(ST_ForcePolygonCCW(ST_SimplifyPreserveTopology(k.geom_wgs84, 0.001)), 5)::json AS geometry
FROM published.kommune AS k
ORDER BY k.kommunenummer
