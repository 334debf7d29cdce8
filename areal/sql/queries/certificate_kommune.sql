-- A kommune's name and border, drawn to a hundred metres.
SELECT
  k.kommunenummer,
  k.name,
  k.area_m2,
  ST_AsGeoJSON(ST_ForcePolygonCCW(ST_SimplifyPreserveTopology(k.geom_wgs84, 0.001)), 5)::json AS geometry
FROM published.kommune AS k
WHERE k.kommunenummer = :kommunenummer
