-- Staff change the parcels and sites of their own kommuner. The setting areal.kommuner of the
-- transaction lists them (3401,3415) or is * for the region's own tools; unset means none.
CREATE OR REPLACE FUNCTION areal.may_change(kommunenummer text) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT
    current_setting('areal.kommuner', TRUE) = '*'
    OR kommunenummer = ANY(string_to_array(current_setting('areal.kommuner', TRUE), ','))
$$;
GRANT EXECUTE ON FUNCTION areal.may_change TO areal_app;

ALTER TABLE areal.site ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_all ON areal.site;
DROP POLICY IF EXISTS write_own ON areal.site;
CREATE POLICY read_all ON areal.site FOR SELECT TO areal_app USING (TRUE);
CREATE POLICY write_own ON areal.site FOR ALL TO areal_app
USING (areal.may_change(kommunenummer)) WITH CHECK (areal.may_change(kommunenummer));

ALTER TABLE areal.parcel ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_all ON areal.parcel;
DROP POLICY IF EXISTS write_own ON areal.parcel;
CREATE POLICY read_all ON areal.parcel FOR SELECT TO areal_app USING (TRUE);
CREATE POLICY write_own ON areal.parcel FOR ALL TO areal_app
USING (areal.may_change(kommunenummer)) WITH CHECK (areal.may_change(kommunenummer));
