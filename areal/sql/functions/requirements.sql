-- What of an object of requirements is one: bounded numbers, codes that exist, and nothing else. A text
-- can't get through. NULL when nothing is left.
CREATE OR REPLACE FUNCTION areal.requirement_values(asked jsonb) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path TO pg_catalog, pg_temp
AS $$
  SELECT jsonb_object_agg(given.key, given.value ORDER BY given.key)
  FROM jsonb_each(asked) AS given
  WHERE
    CASE
      WHEN given.key IN ('min_m2', 'max_m2') THEN areal.is_number(given.value, 0, 1e9)
      WHEN given.key = 'power_mw' THEN areal.is_number(given.value, 0, 1e4)
      WHEN given.key = 'jobs' THEN areal.is_number(given.value, 0, 1e5)
      WHEN given.key = 'modenhet_min' THEN areal.is_number(given.value, 1, 5)
      WHEN given.key = 'ready_by'
        THEN given.value #>> '{}' ~ '^(20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
      WHEN given.key = 'verdict' THEN given.value #>> '{}' IN ('met', 'consider')
      WHEN given.key = 'use'
        THEN EXISTS (
          SELECT 1 FROM areal.code AS c WHERE c.list = 'activity' AND c.code = given.value #>> '{}'
        )
      WHEN given.key = 'kommune'
        THEN areal.all_are(given.value, ARRAY(SELECT k.kommunenummer FROM areal.kommune AS k))
      WHEN given.key = 'utilities' THEN areal.all_are(given.value, ARRAY['water', 'sewage', 'fibre'])
      WHEN given.key = 'must'
        THEN areal.all_are(
          given.value, ARRAY['use', 'area', 'power', 'transport', 'water', 'when', 'jobs', 'other']
        )
      WHEN given.key = 'near'
        THEN (
          SELECT
            bool_and(
              ARRAY(SELECT jsonb_object_keys(n.value) AS name ORDER BY name) -- noqa: RF03
              = ARRAY['code', 'max_m', 'target']
              AND EXISTS (SELECT 1 FROM areal.layer AS l WHERE l.layer_id = n.value ->> 'target')
              AND n.value ->> 'code' ~ '^[A-Za-z0-9_]{0,12}$'
              AND areal.is_number(n.value -> 'max_m', 0, 1e6)
            )
          FROM jsonb_array_elements(given.value) AS n
        )
    END
$$;
