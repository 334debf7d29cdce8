-- Private land is marketed when an owner has agreed to it, and for as long as that holds.
CREATE OR REPLACE FUNCTION areal.has_consent(id bigint, day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  SELECT EXISTS (
    SELECT 1 FROM areal.owner_consent AS c
    WHERE
      c.parcel_id = id
      AND c.given_on <= day
      AND (c.valid_until IS NULL OR c.valid_until >= day)
      AND c.withdrawn_on IS NULL
  )
$$;

CREATE OR REPLACE FUNCTION areal.needs_consent(owner_kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$
  SELECT coalesce(owner_kind IN ('privat', 'blandet'), FALSE)
$$;

-- Whatever a person does that would show private land nobody has agreed to show, it stays hidden:
-- publishing it, an import of it, or a new owner of what was shown. The region's own tools answer
-- for what they load.
CREATE OR REPLACE FUNCTION areal.hold_back() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  was_shown boolean := TG_OP = 'UPDATE' AND OLD.published
    AND areal.needs_consent(OLD.owner_kind);
BEGIN
  IF NOT was_shown AND NOT areal.has_consent(NEW.parcel_id, current_date) THEN
    NEW.published := FALSE;
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER hold_back BEFORE INSERT OR UPDATE ON areal.parcel
FOR EACH ROW
WHEN (
  new.published AND areal.needs_consent(new.owner_kind)
  AND current_setting('areal.account', TRUE) <> ''
)
EXECUTE FUNCTION areal.hold_back();

CREATE OR REPLACE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON areal.owner_consent
FOR EACH ROW
WHEN (current_setting('areal.account', TRUE) <> '')
EXECUTE FUNCTION areal.audit_change('parcel_id');

-- Whether somebody wants the weekly letter is for themselves to say.
CREATE OR REPLACE FUNCTION areal.want_digest(wanted boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  UPDATE areal.account SET digest = wanted WHERE account_id = areal.signed_in()
$$;
