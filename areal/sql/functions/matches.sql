-- Whether a subject's attributes satisfy a filter: true, false, or NULL when an attribute that
-- decides it is not known. A false condition settles it; only otherwise does an unknown count.
--
-- filter: {"attribute": [accepted values] | {"at_least": n} | {"at_most": n} | {"known": bool}}.
-- An attribute that holds a list matches when any of its values is accepted.
CREATE OR REPLACE FUNCTION areal.matches(attrs jsonb, filter jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN filter IS NULL OR filter = '{}'::jsonb THEN TRUE
    ELSE (
      SELECT CASE
        WHEN bool_or(NOT one.matched) THEN FALSE
        WHEN bool_or(one.matched IS NULL) THEN NULL
        ELSE TRUE
      END
      FROM jsonb_each(filter) AS condition
      CROSS JOIN LATERAL (
        SELECT areal.matches_one(attrs -> condition.key, condition.value) AS matched
      ) AS one
    )
  END
$$;

CREATE OR REPLACE FUNCTION areal.matches_one(value jsonb, condition jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN condition ? 'known' THEN areal.is_known(value) = (condition -> 'known')::boolean
    WHEN NOT areal.is_known(value) THEN NULL
    WHEN jsonb_typeof(condition) = 'array' AND jsonb_typeof(value) = 'array' THEN EXISTS (
      SELECT 1 FROM jsonb_array_elements(value) AS element WHERE condition @> element.value
    )
    WHEN jsonb_typeof(condition) = 'array' THEN condition @> value
    ELSE
      (NOT condition ? 'at_least' OR value::numeric >= (condition -> 'at_least')::numeric)
      AND (NOT condition ? 'at_most' OR value::numeric <= (condition -> 'at_most')::numeric)
  END
$$;
