-- A number within bounds, both included; nothing else.
CREATE OR REPLACE FUNCTION areal.is_number(given jsonb, low numeric, high numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE jsonb_typeof(given) WHEN 'number' THEN (given #>> '{}')::numeric BETWEEN low AND high END
$$;

-- A list of texts, one at least and each once, that are all among the allowed.
CREATE OR REPLACE FUNCTION areal.all_are(given jsonb, allowed text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT
    CASE jsonb_typeof(given)
      WHEN 'array'
        THEN (
          SELECT count(*) = count(DISTINCT each.value) AND bool_and(each.value = ANY(allowed))
          FROM jsonb_array_elements_text(given) AS each
        )
    END
$$;
