-- Parcels of the kommuner the file is the whole truth for, which it does not have: taken away, and
-- kept with what hung on them. Those with a decision tied to them are taken offline instead.
WITH absent AS MATERIALIZED (
  SELECT
    p.*,
    EXISTS(SELECT 1 FROM areal.deviation_grant AS g WHERE p.parcel_id = g.parcel_id) AS tied
  FROM areal.parcel AS p
  WHERE
    p.kommunenummer = ANY(cast(:kommuner AS text[]))
    AND (p.parcel_id IN (SELECT m.parcel_id FROM import_match AS m)) IS NOT TRUE
    AND p.import_id IS DISTINCT FROM cast(:import_id AS bigint)
),

kept AS (
  INSERT INTO areal.import_change (import_id, subject, subject_id, action, before, fields)
  SELECT
    cast(:import_id AS bigint),
    'parcel',
    a.parcel_id,
    CASE WHEN a.tied THEN 'hidden' ELSE 'gone' END,
    to_jsonb(a) - '{geom_wgs84,tied}'::text[]
    || jsonb_build_object(
      'geom', encode(ST_AsEWKB(a.geom), 'hex'),
      'verification', (
        SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]'::jsonb)
        FROM areal.verification AS v WHERE a.parcel_id = v.parcel_id
      ),
      'restriction', (
        SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]'::jsonb)
        FROM areal.restriction AS r WHERE a.parcel_id = r.parcel_id
      )
    ),
    '{}'::jsonb
  FROM absent AS a
  WHERE NOT a.tied OR a.published
),

hidden AS (
  UPDATE areal.parcel AS p
  SET published = FALSE, import_id = cast(:import_id AS bigint)
  FROM absent AS a
  WHERE p.parcel_id = a.parcel_id AND a.tied AND a.published
),

deleted AS (
  DELETE FROM areal.parcel AS p
  USING absent AS a
  WHERE p.parcel_id = a.parcel_id AND NOT a.tied
)

SELECT
  a.slug,
  a.label,
  a.tied
FROM absent AS a
WHERE NOT a.tied OR a.published
ORDER BY a.slug
