-- What a signed-in person may do, read from the settings of their transaction: areal.account is who
-- they are, areal.may_<what> lists the kommuner (3401,3415) they may do it in, and
-- areal.may_manage_regions the regions they manage as a whole. Unset means none.
CREATE OR REPLACE FUNCTION areal.may(what text, kommunenummer text) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(
    kommunenummer = ANY(string_to_array(current_setting('areal.may_' || what, TRUE), ',')), FALSE
  )
$$;

CREATE OR REPLACE FUNCTION areal.may_manage_region(region_id text) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(
    region_id = ANY(string_to_array(current_setting('areal.may_manage_regions', TRUE), ',')), FALSE
  )
$$;

CREATE OR REPLACE FUNCTION areal.signed_in() RETURNS bigint
LANGUAGE sql STABLE
AS $$
  SELECT cast(nullif(current_setting('areal.account', TRUE), '') AS bigint)
$$;

-- An account is managed by who manages every place it has a role in: the admin of one kommune can't
-- shut out somebody who works for another one too. It is seen by who manages one of its places.
CREATE OR REPLACE FUNCTION areal.may_manage_account(id bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  SELECT
    coalesce(current_setting('areal.may_manage', TRUE), '') <> ''
    AND NOT EXISTS (
      SELECT 1 FROM areal.membership AS m
      WHERE
        m.account_id = id
        AND NOT areal.may('manage', m.kommunenummer)
        AND NOT areal.may_manage_region(m.region_id)
    )
$$;

CREATE OR REPLACE FUNCTION areal.may_see_account(id bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  SELECT
    coalesce(id = areal.signed_in(), FALSE)
    OR areal.may_manage_account(id)
    OR EXISTS (
      SELECT 1 FROM areal.membership AS m
      WHERE
        m.account_id = id
        AND (areal.may('manage', m.kommunenummer) OR areal.may_manage_region(m.region_id))
    )
$$;

-- The id of an account by its e-mail, for who manages any: an account that exists gets another role
-- and no second account.
CREATE OR REPLACE FUNCTION areal.account_by_email(address text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  SELECT a.account_id FROM areal.account AS a
  WHERE a.email = address AND coalesce(current_setting('areal.may_manage', TRUE), '') <> ''
$$;

-- How an account can be signed in to, without what is needed for it.
CREATE OR REPLACE FUNCTION areal.ways_in(id bigint)
RETURNS TABLE (has_password boolean, has_factor boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  SELECT s.password_hash IS NOT NULL, s.totp_confirmed
  FROM areal.account_secret AS s
  WHERE s.account_id = id AND (areal.signed_in() IS NULL OR areal.may_see_account(id))
$$;

-- Secrets: the table has no reader; each function gives or keeps those of one account.
CREATE OR REPLACE FUNCTION areal.secret_of(id bigint)
RETURNS TABLE (password_hash text, totp_sealed bytea, totp_confirmed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  SELECT s.password_hash, s.totp_sealed, s.totp_confirmed
  FROM areal.account_secret AS s WHERE s.account_id = id
$$;

CREATE OR REPLACE FUNCTION areal.keep_password(id bigint, hash text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  INSERT INTO areal.account_secret (account_id, password_hash) VALUES (id, hash)
  ON CONFLICT (account_id) DO UPDATE SET password_hash = excluded.password_hash;
  DELETE FROM areal.account_link AS l WHERE l.account_id = id;
  DELETE FROM areal.staff_session AS s WHERE s.account_id = id;
$$;

-- A hash made with weaker parameters than today's is made anew at a sign-in, which goes on.
CREATE OR REPLACE FUNCTION areal.rehash_password(id bigint, hash text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  UPDATE areal.account_secret SET password_hash = hash WHERE account_id = id;
$$;

CREATE OR REPLACE FUNCTION areal.offer_factor(id bigint, sealed bytea) RETURNS bytea
LANGUAGE sql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  INSERT INTO areal.account_secret (account_id, totp_sealed) VALUES (id, sealed)
  ON CONFLICT (account_id) DO UPDATE
    SET totp_sealed = coalesce(account_secret.totp_sealed, excluded.totp_sealed)
  RETURNING totp_sealed
$$;

CREATE OR REPLACE FUNCTION areal.confirm_factor(id bigint, step bigint, codes bytea[])
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
BEGIN
  UPDATE areal.account_secret SET totp_confirmed = TRUE, totp_step = step
  WHERE account_id = id AND NOT totp_confirmed AND totp_sealed IS NOT NULL;
  IF NOT FOUND THEN
    RETURN FALSE;
  END IF;
  DELETE FROM areal.recovery_code WHERE account_id = id;
  INSERT INTO areal.recovery_code (account_id, code_hash) SELECT id, unnest(codes);
  RETURN TRUE;
END
$$;

-- A code is good for one sign-in: two that come at once can't both have it.
CREATE OR REPLACE FUNCTION areal.take_factor(id bigint, step bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
BEGIN
  UPDATE areal.account_secret SET totp_step = step
  WHERE account_id = id AND totp_confirmed AND coalesce(totp_step < step, TRUE);
  RETURN FOUND;
END
$$;

CREATE OR REPLACE FUNCTION areal.take_recovery_code(id bigint, hash bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
BEGIN
  DELETE FROM areal.recovery_code WHERE account_id = id AND code_hash = hash;
  RETURN FOUND;
END
$$;

-- A lost telephone: the next sign-in sets up a new one. Staff do it for accounts they manage.
CREATE OR REPLACE FUNCTION areal.reset_factor(id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
BEGIN
  IF current_setting('role') = 'areal_staff' AND NOT areal.may_manage_account(id) THEN
    RAISE insufficient_privilege USING MESSAGE = format('account %s is not yours to manage', id);
  END IF;
  UPDATE areal.account_secret SET totp_sealed = NULL, totp_confirmed = FALSE, totp_step = NULL
  WHERE account_id = id;
  DELETE FROM areal.recovery_code WHERE account_id = id;
  DELETE FROM areal.staff_session WHERE account_id = id;
  PERFORM areal.note('reset_factor', 'account', id, NULL, NULL);
END
$$;

-- One line of the audit log about something that is no row: signing in, a code that was reset.
CREATE OR REPLACE FUNCTION areal.note(
  action text, subject text, subject_id bigint, before jsonb, after jsonb
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  INSERT INTO areal.audit_log (account_id, author, action, subject, subject_id, before, after)
  VALUES (
    areal.signed_in(), coalesce(nullif(current_setting('areal.author', TRUE), ''), session_user),
    action, subject, subject_id, before, after
  )
$$;

-- A line for every row that is made, changed or removed, with the fields that differ. The trigger
-- names the key.
CREATE OR REPLACE FUNCTION areal.audit_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = areal, public, pg_temp
AS $$
DECLARE
  silent text[] := '{changed_at,changed_by,changed_import,geom_wgs84,signed_in_at}';
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - silent END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - silent END;
  whole jsonb := coalesce(after, before);
  place text := whole ->> 'kommunenummer';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF before = after THEN
      RETURN NULL;
    END IF;
    SELECT jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, after -> b.key)
    INTO before, after
    FROM jsonb_each(before) AS b WHERE b.value IS DISTINCT FROM after -> b.key;
  END IF;
  IF place IS NULL AND whole ? 'parcel_id' THEN
    SELECT p.kommunenummer INTO place
    FROM areal.parcel AS p WHERE p.parcel_id = (whole ->> 'parcel_id')::bigint;
  ELSIF place IS NULL AND whole ? 'site_id' THEN
    SELECT s.kommunenummer INTO place
    FROM areal.site AS s WHERE s.site_id = (whole ->> 'site_id')::bigint;
  END IF;
  INSERT INTO areal.audit_log
    (account_id, author, action, subject, subject_id, kommunenummer, before, after)
  VALUES (
    areal.signed_in(), coalesce(nullif(current_setting('areal.author', TRUE), ''), session_user),
    lower(TG_OP), TG_TABLE_NAME, (whole ->> TG_ARGV[0])::bigint, place, before, after
  );
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON areal.account
FOR EACH ROW EXECUTE FUNCTION areal.audit_change('account_id');

CREATE OR REPLACE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON areal.membership
FOR EACH ROW EXECUTE FUNCTION areal.audit_change('account_id');

-- What the catalogue's own tools do is told by the histories; here stands what people do.
DO $$
DECLARE
  audited text[];
BEGIN
  FOREACH audited SLICE 1 IN ARRAY ARRAY[
    ['site', 'site_id'], ['parcel', 'parcel_id'], ['site_media', 'site_id'],
    ['verification', 'parcel_id'], ['restriction', 'parcel_id'], ['deviation_grant', 'grant_id']
  ] LOOP
    EXECUTE format(
      'CREATE OR REPLACE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON areal.%I FOR EACH ROW '
      'WHEN (current_setting(''areal.account'', TRUE) <> '''') '
      'EXECUTE FUNCTION areal.audit_change(%L)', audited[1], audited[2]
    );
  END LOOP;
END
$$;

-- Who is shut out is out at once, and not when the session would have ended.
CREATE OR REPLACE FUNCTION areal.end_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
BEGIN
  DELETE FROM areal.staff_session AS s WHERE s.account_id = NEW.account_id;
  DELETE FROM areal.account_link AS l WHERE l.account_id = NEW.account_id;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER shut_out AFTER UPDATE OF active ON areal.account
FOR EACH ROW WHEN (NOT new.active) EXECUTE FUNCTION areal.end_sessions();

-- Also where a person's import is loaded, which is done as areal_app with the person's rights told.
-- Editors change what stands, publishers whether it is public; neither does the other's work.
CREATE OR REPLACE FUNCTION areal.guard_publishing() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  -- What the publisher decides, and what the database computes itself: that is not known yet here.
  shown text[] := '{published,show_price,show_power,show_contact,archived,withdraw_at}';
  silent text[] := (
    SELECT shown || coalesce(array_agg(a.attname::text), '{}')
    FROM pg_attribute AS a WHERE a.attrelid = TG_RELID AND a.attgenerated <> ''
  );
  was_public boolean := TG_OP = 'UPDATE' AND OLD.published;
BEGIN
  IF (
    NEW.published <> was_public
    OR (
      TG_OP = 'UPDATE'
      AND (SELECT jsonb_object_agg(o.key, o.value) FROM jsonb_each(to_jsonb(OLD)) AS o WHERE o.key = ANY(shown))
      IS DISTINCT FROM
      (SELECT jsonb_object_agg(n.key, n.value) FROM jsonb_each(to_jsonb(NEW)) AS n WHERE n.key = ANY(shown))
    )
  ) AND NOT areal.may('publish', NEW.kommunenummer) THEN
    RAISE insufficient_privilege USING MESSAGE = 'publishing is not yours here';
  END IF;
  IF (TG_OP = 'INSERT' OR to_jsonb(NEW) - silent <> to_jsonb(OLD) - silent)
    AND NOT areal.may('edit', NEW.kommunenummer) THEN
    RAISE insufficient_privilege USING MESSAGE = 'editing is not yours here';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_publishing BEFORE INSERT OR UPDATE ON areal.site
FOR EACH ROW WHEN (
  current_user = 'areal_staff'
  OR (current_user = 'areal_app' AND current_setting('areal.may_edit', TRUE) <> '')
) EXECUTE FUNCTION areal.guard_publishing();

CREATE OR REPLACE TRIGGER guard_publishing BEFORE INSERT OR UPDATE ON areal.parcel
FOR EACH ROW WHEN (
  current_user = 'areal_staff'
  OR (current_user = 'areal_app' AND current_setting('areal.may_edit', TRUE) <> '')
) EXECUTE FUNCTION areal.guard_publishing();
