-- What has just been found, and is not stored.
INSERT INTO told (side, rule_code, subject_kind, subject, verdict, measured, unit, met_limit, direction)
SELECT
  cast(:side AS text),
  f.rule_code,
  CASE
    WHEN f.parcel_id IS NOT NULL THEN 'parcel'
    WHEN f.kommunenummer IS NOT NULL THEN 'kommune'
    ELSE 'region'
  END,
  coalesce(f.parcel_id::text, f.kommunenummer, f.region_id),
  f.verdict,
  f.measured,
  f.unit,
  CASE WHEN jsonb_typeof(f.evidence -> 'limit') = 'number' THEN (f.evidence ->> 'limit')::float END,
  f.evidence ->> 'direction'
FROM pg_temp.result AS f
