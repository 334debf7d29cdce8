-- Whether attributes satisfy a filter: true, false, or NULL when an attribute that decides it is
-- not known. A false condition settles it; only otherwise does an unknown count.
--
-- filter: {"attribute": [accepted values] | {"at_least": n} | {"at_most": n} | {"known": bool}}.
-- An attribute that holds a list matches when any of its values is accepted.
--
-- A filter becomes two jsonpath predicates, "every condition holds" and "some condition fails for
-- certain": a constant filter is translated once a statement, and a row costs two lookups.
CREATE OR REPLACE FUNCTION areal.matches(attrs jsonb, filter jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN attrs @@ areal.fulfilled(filter) THEN TRUE
    WHEN attrs @@ areal.refused(filter) THEN FALSE
  END
$$;

-- The same with a filter that is translated already, for one that is not constant.
CREATE OR REPLACE FUNCTION areal.matches(attrs jsonb, fulfilled jsonpath, refused jsonpath)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN attrs @@ fulfilled THEN TRUE WHEN attrs @@ refused THEN FALSE END
$$;

-- "Every condition holds."
CREATE OR REPLACE FUNCTION areal.fulfilled(filter jsonb) RETURNS jsonpath
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  path text;
BEGIN
  SELECT string_agg(
    CASE
      WHEN c.value ? 'known' THEN
        CASE WHEN (c.value -> 'known')::boolean THEN areal.known_path(c.key)
        ELSE '!' || areal.known_path(c.key) END
      ELSE areal.accepted_path(c.key, c.value)
    END,
    ' && ' ORDER BY c.key
  ) INTO path
  FROM jsonb_each(filter) AS c;
  RETURN coalesce(path, '1 == 1');
END
$$;

-- "Some condition fails, on a value that is known."
CREATE OR REPLACE FUNCTION areal.refused(filter jsonb) RETURNS jsonpath
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  path text;
BEGIN
  SELECT string_agg(
    CASE
      WHEN c.value ? 'known' THEN
        CASE WHEN (c.value -> 'known')::boolean THEN '!' || areal.known_path(c.key)
        ELSE areal.known_path(c.key) END
      ELSE format(
        '(%s && !%s)', areal.known_path(c.key), areal.accepted_path(c.key, c.value)
      )
    END,
    ' || ' ORDER BY c.key
  ) INTO path
  FROM jsonb_each(filter) AS c;
  RETURN coalesce(path, '1 == 0');
END
$$;

-- The attribute has a value that says something; of a list, any. (The codes of areal.is_known.)
CREATE OR REPLACE FUNCTION areal.known_path(attribute text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  -- By type first: in jsonpath a number is neither equal nor unequal to a text.
  SELECT format(
    '(exists($.%s ? (@.type() == "number" || @.type() == "boolean" || '
    '(@.type() == "string" && @ != "" && @ != "ukjent"))))',
    to_json(attribute)
  )
$$;

-- The attribute is one of the listed values, or within the bounds.
CREATE OR REPLACE FUNCTION areal.accepted_path(attribute text, condition jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  test text;
BEGIN
  IF jsonb_typeof(condition) = 'array' THEN
    SELECT string_agg('@ == ' || item.value::text, ' || ') INTO test
    FROM jsonb_array_elements(condition) AS item;
  ELSE
    SELECT string_agg(
      '@ ' || CASE bound.key WHEN 'at_least' THEN '>=' ELSE '<=' END || ' ' || bound.value, ' && '
    ) INTO test
    FROM jsonb_each_text(condition) AS bound;
  END IF;
  RETURN format('(exists($.%s ? (%s)))', to_json(attribute), coalesce(test, '1 == 0'));
END
$$;

-- One condition by itself, for naming those that could not be decided.
CREATE OR REPLACE FUNCTION areal.matches_one(value jsonb, condition jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT areal.matches(
    jsonb_build_object('value', value), jsonb_build_object('value', condition)
  )
$$;
