-- Keep the former state of a row, with the period it stood, who had made it, who ended it and in
-- which import. The author of a change is the setting areal.author of the transaction, else the
-- role; its import, if it is one, the setting areal.import_id. The trigger names the key where it is
-- not the name of the table with _id.
CREATE OR REPLACE FUNCTION areal.keep_history() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  -- All that a transaction changes, it changes at one moment: that of its first change. The moment
  -- ends the old state and begins the new: between two there would be no state at all.
  moment timestamptz := nullif(current_setting('areal.moment', TRUE), '')::timestamptz;
  key text := coalesce(TG_ARGV[0], TG_TABLE_NAME || '_id');
  writer text := coalesce(nullif(current_setting('areal.author', TRUE), ''), current_user);
  import bigint := nullif(current_setting('areal.import_id', TRUE), '')::bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- A statement that changes nothing leaves no trace.
    IF to_jsonb(NEW) - '{changed_at,changed_by,changed_import,import_id,geom_wgs84}'::text[]
      = to_jsonb(OLD) - '{changed_at,changed_by,changed_import,import_id,geom_wgs84}'::text[] THEN
      RETURN OLD;
    END IF;
  END IF;
  IF moment IS NULL THEN
    moment := clock_timestamp();
    PERFORM set_config('areal.moment', moment::text, TRUE);
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    IF OLD.changed_at > moment THEN
      -- Somebody else changed the row after our first change, and was done before this one.
      moment := greatest(clock_timestamp(), OLD.changed_at);
    END IF;
    -- What a transaction makes and changes again has never stood.
    IF OLD.changed_at < moment THEN
      EXECUTE format(
        'INSERT INTO areal.%I (%I, period, author, state, ended_by, ended_import) '
        'VALUES ($1, tstzrange($2, $3), $4, $5, $6, $7)',
        TG_TABLE_NAME || '_history', key
      ) USING
        (to_jsonb(OLD) ->> key)::bigint,
        OLD.changed_at,
        moment,
        OLD.changed_by,
        to_jsonb(OLD),
        writer,
        import;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  NEW.changed_at := moment;
  NEW.changed_by := writer;
  IF TG_TABLE_NAME <> 'deviation_grant' THEN
    NEW.changed_import := import;
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER site_history
BEFORE INSERT OR UPDATE OR DELETE ON areal.site
FOR EACH ROW EXECUTE FUNCTION areal.keep_history();

CREATE OR REPLACE TRIGGER site_media_history
BEFORE INSERT OR UPDATE OR DELETE ON areal.site_media
FOR EACH ROW EXECUTE FUNCTION areal.keep_history('site_id');

CREATE OR REPLACE TRIGGER parcel_history
BEFORE INSERT OR UPDATE OR DELETE ON areal.parcel
FOR EACH ROW EXECUTE FUNCTION areal.keep_history();

CREATE OR REPLACE TRIGGER verification_history
BEFORE INSERT OR UPDATE OR DELETE ON areal.verification
FOR EACH ROW EXECUTE FUNCTION areal.keep_history('parcel_id');

CREATE OR REPLACE TRIGGER restriction_history
BEFORE INSERT OR UPDATE OR DELETE ON areal.restriction
FOR EACH ROW EXECUTE FUNCTION areal.keep_history('parcel_id');

CREATE OR REPLACE TRIGGER deviation_grant_history
BEFORE INSERT OR UPDATE OR DELETE ON areal.deviation_grant
FOR EACH ROW EXECUTE FUNCTION areal.keep_history('grant_id');

-- The state of every parcel (or site) at a moment: the live row when it is older, else a kept one.
CREATE OR REPLACE FUNCTION areal.parcel_as_of(moment timestamptz) RETURNS SETOF jsonb
LANGUAGE sql STABLE
AS $$
  SELECT to_jsonb(p) FROM areal.parcel AS p WHERE p.changed_at <= moment
  UNION ALL
  SELECT h.state FROM areal.parcel_history AS h WHERE h.period @> moment
$$;

CREATE OR REPLACE FUNCTION areal.site_as_of(moment timestamptz) RETURNS SETOF jsonb
LANGUAGE sql STABLE
AS $$
  SELECT to_jsonb(s) FROM areal.site AS s WHERE s.changed_at <= moment
  UNION ALL
  SELECT h.state FROM areal.site_history AS h WHERE h.period @> moment
$$;

-- What hung on parcels and sites at a moment, likewise.
CREATE OR REPLACE FUNCTION areal.verification_as_of(moment timestamptz) RETURNS SETOF jsonb
LANGUAGE sql STABLE
AS $$
  SELECT to_jsonb(v) FROM areal.verification AS v WHERE v.changed_at <= moment
  UNION ALL
  SELECT h.state FROM areal.verification_history AS h WHERE h.period @> moment
$$;

CREATE OR REPLACE FUNCTION areal.restriction_as_of(moment timestamptz) RETURNS SETOF jsonb
LANGUAGE sql STABLE
AS $$
  SELECT to_jsonb(r) FROM areal.restriction AS r WHERE r.changed_at <= moment
  UNION ALL
  SELECT h.state FROM areal.restriction_history AS h WHERE h.period @> moment
$$;

CREATE OR REPLACE FUNCTION areal.site_media_as_of(moment timestamptz) RETURNS SETOF jsonb
LANGUAGE sql STABLE
AS $$
  SELECT to_jsonb(m) FROM areal.site_media AS m WHERE m.changed_at <= moment
  UNION ALL
  SELECT h.state FROM areal.site_media_history AS h WHERE h.period @> moment
$$;

-- A finished run is what was found then; nothing may change it afterwards.
CREATE OR REPLACE FUNCTION areal.refuse_change_of_done_run() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.state = 'done' THEN
    RAISE EXCEPTION 'run % is done and cannot be changed', OLD.run_id;
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER run_is_immutable
BEFORE UPDATE ON areal.run
FOR EACH ROW EXECUTE FUNCTION areal.refuse_change_of_done_run();
