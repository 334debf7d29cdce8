-- A shape in web mercator, for vector tiles. The public role may not read the table of coordinate
-- systems (decision: it reads published views alone), so this looks it up with its owner's rights.
CREATE OR REPLACE FUNCTION areal.web_mercator(shape geometry) RETURNS geometry
LANGUAGE sql STABLE STRICT PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
  SELECT public.ST_Transform(shape, 3857)
$$;
