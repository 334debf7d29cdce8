-- Keep the former state of a site, parcel or grant, with the period it stood and who had made it.
-- The author of a change is the setting areal.author of the transaction, else the role. The trigger
-- names the key where it is not the name of the table with _id.
CREATE OR REPLACE FUNCTION areal.keep_history() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  -- One moment ends the old state and begins the new: between two there would be no state at all.
  moment timestamptz := clock_timestamp();
  key text := coalesce(TG_ARGV[0], TG_TABLE_NAME || '_id');
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- A statement that changes nothing leaves no trace.
    IF to_jsonb(NEW) - '{changed_at,changed_by,import_id,geom_wgs84}'::text[]
      = to_jsonb(OLD) - '{changed_at,changed_by,import_id,geom_wgs84}'::text[] THEN
      RETURN OLD;
    END IF;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    moment := greatest(moment, OLD.changed_at);
    EXECUTE format(
      'INSERT INTO areal.%I (%I, period, author, state) VALUES ($1, tstzrange($2, $3), $4, $5)',
      TG_TABLE_NAME || '_history', key
    ) USING
      (to_jsonb(OLD) ->> key)::bigint,
      OLD.changed_at,
      moment,
      OLD.changed_by,
      to_jsonb(OLD);
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  NEW.changed_at := CASE TG_OP WHEN 'INSERT' THEN now() ELSE moment END;
  NEW.changed_by := coalesce(nullif(current_setting('areal.author', TRUE), ''), current_user);
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER site_history
BEFORE INSERT OR UPDATE OR DELETE ON areal.site
FOR EACH ROW EXECUTE FUNCTION areal.keep_history();

CREATE OR REPLACE TRIGGER parcel_history
BEFORE INSERT OR UPDATE OR DELETE ON areal.parcel
FOR EACH ROW EXECUTE FUNCTION areal.keep_history();

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
