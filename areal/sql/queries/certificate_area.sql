-- A drawn area that is in no catalogue (EWKB, EPSG:25833), as the map draws it.
SELECT ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Transform(ST_GeomFromEWKB(:geom), 4326)), 6)::json AS geometry
