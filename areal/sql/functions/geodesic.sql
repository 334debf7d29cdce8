-- Square metres on the ellipsoid: EPSG:25833 is up to 0.7 % off in the west of the country.
CREATE OR REPLACE FUNCTION areal.geodesic_area(geom geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT ST_Area(ST_Transform(geom, 4326)::geography) $$;

-- Metres on the ellipsoid along the given line (the search for it is planar, and indexed).
CREATE OR REPLACE FUNCTION areal.geodesic_length(geom geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT ST_Length(ST_Transform(geom, 4326)::geography) $$;
