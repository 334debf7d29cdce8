-- Which parcels are not as the former run of the series saw them; it stays, like `subject`.
CREATE TEMPORARY TABLE IF NOT EXISTS moved (
  parcel_id bigint NOT NULL,
  former_kommune text,
  slug text,
  kommunenummer text,
  region_id text,
  published boolean,
  area_m2 double precision,
  attrs jsonb,
  geom geometry,
  digest uuid
) ON COMMIT DELETE ROWS
