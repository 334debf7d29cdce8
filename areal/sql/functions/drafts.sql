-- Editors say what a site is to become; publishers decide what happens to it. A draft of another
-- kommune, or an older version of it, is nobody's to write.
CREATE OR REPLACE FUNCTION areal.guard_draft() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  decided text[] := '{state,publish_at,withdraw_at,changed_at,changed_by}';
BEGIN
  IF NEW.kommunenummer <> OLD.kommunenummer OR NEW.version < OLD.version THEN
    RAISE insufficient_privilege USING MESSAGE = 'a draft keeps its kommune and its versions';
  END IF;
  IF to_jsonb(NEW) - decided <> to_jsonb(OLD) - decided
    AND NOT areal.may('edit', NEW.kommunenummer) THEN
    RAISE insufficient_privilege USING MESSAGE = 'editing is not yours here';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_draft BEFORE UPDATE ON areal.draft
FOR EACH ROW WHEN (current_user = 'areal_staff') EXECUTE FUNCTION areal.guard_draft();
