-- Geometries as one: those that overlap count once. A single one is itself, at no cost.
CREATE OR REPLACE FUNCTION areal.joined(geoms geometry[]) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN cardinality(geoms) > 1 THEN ST_Union(geoms) ELSE geoms[1] END
$$;
