-- The public revision moves with everything the public can see, not only with a publish: it is the
-- ETag of every public answer, and an answer that was right yesterday must not be told again.
CREATE OR REPLACE FUNCTION areal.move_revision() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW IS NOT DISTINCT FROM OLD THEN
      RETURN NULL;
    END IF;
  END IF;
  -- Once a transaction is enough, however many rows it touches.
  IF current_setting('areal.revision_moved', TRUE) IS DISTINCT FROM pg_current_xact_id()::text THEN
    UPDATE areal.publication SET revision = revision + 1;
    PERFORM set_config('areal.revision_moved', pg_current_xact_id()::text, TRUE);
  END IF;
  RETURN NULL;
END
$$;

DO $$
DECLARE
  seen text;
BEGIN
  FOREACH seen IN ARRAY ARRAY[
    'boundary_version', 'code', 'deviation_grant', 'kommune', 'layer', 'layer_version', 'parcel',
    'region', 'restriction', 'site', 'site_media', 'verification'
  ] LOOP
    EXECUTE format(
      'CREATE OR REPLACE TRIGGER move_revision AFTER INSERT OR UPDATE OR DELETE ON areal.%I '
      'FOR EACH ROW EXECUTE FUNCTION areal.move_revision()', seen
    );
  END LOOP;
END
$$;
