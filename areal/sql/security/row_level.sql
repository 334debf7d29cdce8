-- Staff change the parcels and sites of their own kommuner. The setting areal.kommuner of the
-- transaction lists them (3401,3415) or is * for the region's own tools; unset means none.
CREATE OR REPLACE FUNCTION areal.may_change(kommunenummer text) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT
    current_setting('areal.kommuner', TRUE) = '*'
    OR kommunenummer = ANY(string_to_array(current_setting('areal.kommuner', TRUE), ','))
$$;

-- What hangs on a parcel or site belongs to its kommune.
CREATE OR REPLACE FUNCTION areal.may_change_parcel(id bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT
    current_setting('areal.kommuner', TRUE) = '*'
    OR EXISTS (
      SELECT 1 FROM areal.parcel AS p WHERE p.parcel_id = id AND areal.may_change(p.kommunenummer)
    )
$$;

CREATE OR REPLACE FUNCTION areal.may_change_site(id bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT
    current_setting('areal.kommuner', TRUE) = '*'
    OR EXISTS (
      SELECT 1 FROM areal.site AS s WHERE s.site_id = id AND areal.may_change(s.kommunenummer)
    )
$$;

REVOKE EXECUTE ON FUNCTION
areal.may_change(text), areal.may_change_parcel(bigint), areal.may_change_site(bigint)
FROM public;
GRANT EXECUTE ON FUNCTION
areal.may_change(text), areal.may_change_parcel(bigint), areal.may_change_site(bigint)
TO areal_app;

DO $$
DECLARE
  guarded text[];
BEGIN
  FOREACH guarded SLICE 1 IN ARRAY ARRAY[
    ['site', 'areal.may_change(kommunenummer)'],
    ['parcel', 'areal.may_change(kommunenummer)'],
    ['site_media', 'areal.may_change_site(site_id)'],
    ['verification', 'areal.may_change_parcel(parcel_id)'],
    ['restriction', 'areal.may_change_parcel(parcel_id)'],
    ['deviation_grant', 'areal.may_change_parcel(parcel_id)']
  ] LOOP
    EXECUTE format('ALTER TABLE areal.%I ENABLE ROW LEVEL SECURITY', guarded[1]);
    EXECUTE format('DROP POLICY IF EXISTS read_all ON areal.%I', guarded[1]);
    EXECUTE format('DROP POLICY IF EXISTS write_own ON areal.%I', guarded[1]);
    EXECUTE format(
      'CREATE POLICY read_all ON areal.%I FOR SELECT TO areal_app USING (TRUE)', guarded[1]
    );
    EXECUTE format(
      'CREATE POLICY write_own ON areal.%I FOR ALL TO areal_app USING (%s) WITH CHECK (%s)',
      guarded[1], guarded[2], guarded[2]
    );
  END LOOP;
END
$$;
