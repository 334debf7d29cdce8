-- Whether a value says something: NULL, an empty text or list, and the code "ukjent" do not.
CREATE OR REPLACE FUNCTION areal.is_known(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(value NOT IN ('null'::jsonb, '""'::jsonb, '[]'::jsonb, '"ukjent"'::jsonb), FALSE)
$$;
