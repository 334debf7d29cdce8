-- What free words are looked for in: the public texts of a site, light enough to search them all.
CREATE VIEW published.site_words AS
SELECT
  s.site_id,
  concat_ws(
    ' ',
    s.name,
    s.description_nb,
    s.description_en,
    array_to_string(s.highlights_nb, ' '),
    array_to_string(s.highlights_en, ' '),
    array_to_string(s.focus_areas, ' ')
  ) AS words
FROM areal.site AS s
WHERE s.published;

-- The only thing the public may write: what was asked for and not found. It takes bounded numbers,
-- codes that exist, and nothing else; a text can't get through. The same values on the same day are
-- one row, so a reload or a crawler counts once, and `most` is how many rows a day may get.
-- Returns whether a row was added. Raises 22023 for values out of bounds.
CREATE FUNCTION published.log_unmet_need(asked jsonb, most integer) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
SET timezone TO 'Europe/Oslo'
AS $$
DECLARE
  kept jsonb;
  added boolean;
BEGIN
  SELECT jsonb_object_agg(given.key, given.value ORDER BY given.key)
  INTO kept
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
    END;
  IF kept IS DISTINCT FROM asked OR kept IS NULL OR length(kept::text) > 2000 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'not requirement values';
  END IF;
  -- Two at the same moment may pass the last place together: it bounds the table, it counts nothing.
  IF (SELECT count(*) FROM areal.unmet_need AS n WHERE n.day = current_date) >= least(most, 10000) THEN
    RETURN FALSE;
  END IF;
  INSERT INTO areal.unmet_need (day, digest, asked)
  VALUES (current_date, encode(sha256(convert_to(kept::text, 'UTF8')), 'hex'), kept)
  ON CONFLICT (day, digest) DO NOTHING;
  GET DIAGNOSTICS added = ROW_COUNT;
  RETURN added;
END
$$;

REVOKE EXECUTE ON FUNCTION published.log_unmet_need(jsonb, integer) FROM public;
GRANT EXECUTE ON FUNCTION published.log_unmet_need(jsonb, integer) TO areal_public, areal_app;
