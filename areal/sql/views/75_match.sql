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
  kept := areal.requirement_values(asked);
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
