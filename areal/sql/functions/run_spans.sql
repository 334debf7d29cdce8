-- A run that builds on no other begins a series of its own.
CREATE OR REPLACE FUNCTION areal.begin_series() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.series_id := coalesce(NEW.series_id, NEW.run_id);
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER run_begins_series
BEFORE INSERT ON areal.run
FOR EACH ROW EXECUTE FUNCTION areal.begin_series();

-- All that may happen to a stored row is that a run still going on lets it end with itself, or
-- that such a run is taken back.
CREATE OR REPLACE FUNCTION areal.end_span() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  nobody constant bigint := 9223372036854775807;
BEGIN
  IF (OLD.until_run = nobody) = (NEW.until_run = nobody) OR NOT EXISTS (
    SELECT 1 FROM areal.run AS r
    WHERE r.run_id = least(OLD.until_run, NEW.until_run) AND r.state = 'running'
  ) THEN
    RAISE EXCEPTION 'what a finished run found can not be changed';
  END IF;
  RETURN NEW;
END
$$;

DO $$
DECLARE
  span text;
BEGIN
  FOREACH span IN ARRAY ARRAY['finding', 'parcel_verdict', 'proximity', 'subject', 'kommune'] LOOP
    EXECUTE format(
      'CREATE OR REPLACE TRIGGER end_span BEFORE UPDATE ON areal.%I '
      'FOR EACH ROW EXECUTE FUNCTION areal.end_span()', span || '_span'
    );
  END LOOP;
END
$$;

-- Take back everything a run has written that was not brought to an end: killed, failed, or found
-- to say what another one had said already. The app role may not delete; this may, for such runs.
--
-- `wrote` FALSE says that it found nothing to write, and spares looking for it in all that is kept.
DROP FUNCTION IF EXISTS areal.discard_run(bigint);
CREATE OR REPLACE FUNCTION areal.discard_run(gone bigint, wrote boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = areal, pg_temp
AS $$
DECLARE
  span text;
  series bigint;
BEGIN
  SELECT r.series_id INTO series FROM areal.run AS r WHERE r.run_id = gone AND r.state = 'running';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'run % is not going on', gone;
  END IF;
  FOREACH span IN ARRAY
    CASE WHEN wrote THEN ARRAY['finding', 'parcel_verdict', 'proximity', 'subject', 'kommune']
    ELSE ARRAY[]::text[] END
  LOOP
    EXECUTE format(
      'DELETE FROM areal.%I WHERE series_id = $1 AND since_run = $2', span || '_span'
    ) USING series, gone;
    EXECUTE format(
      'UPDATE areal.%I SET until_run = 9223372036854775807 WHERE series_id = $1 AND until_run = $2',
      span || '_span'
    ) USING series, gone;
  END LOOP;
  DELETE FROM areal.run WHERE run_id = gone;
END
$$;
REVOKE EXECUTE ON FUNCTION areal.discard_run(bigint, boolean) FROM public;

-- Tell the planner what is in the tables of spans; only their owner may, and the app writes them.
CREATE OR REPLACE FUNCTION areal.analyze_spans() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = areal, public, pg_temp
AS $$
BEGIN
  ANALYZE areal.finding_span;
  ANALYZE areal.parcel_verdict_span;
  ANALYZE areal.proximity_span;
  ANALYZE areal.subject_span;
  ANALYZE areal.kommune_span;
END
$$;
REVOKE EXECUTE ON FUNCTION areal.analyze_spans() FROM public;
