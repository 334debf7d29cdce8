-- A name as it is searched: small letters, no marks, and one way of writing what has several:
-- Åsnes, Aasnes and asnes are one, and so are Skøyen, Skoeyen and skoyen.
-- Indexes rest on it (migration 0008): whoever changes it makes them anew.
-- areal/queries/folding.py does the same to what is searched for.
CREATE OR REPLACE FUNCTION areal.folded(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$
  SELECT replace(
    replace(
      regexp_replace(
        normalize(replace(replace(lower(name), 'æ', 'ae'), 'ø', 'o'), NFD), '[\u0300-\u036f]', '', 'g'
      ),
      'aa', 'a'
    ),
    'oe', 'o'
  )
$$;
