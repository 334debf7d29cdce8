-- The rows of a file as they were read, for the length of its import.
CREATE TEMPORARY TABLE import_row (
  row_no integer NOT NULL,
  slug text,
  source_key text,
  site text,
  kommune text,
  label text,
  -- The label as it stands in an address, and a checksum of all the row says.
  label_slug text,
  digest text,
  matrikkel text[],
  stated_m2 double precision,
  props jsonb NOT NULL,
  site_props jsonb NOT NULL,
  raw jsonb NOT NULL,
  point geometry,
  geom geometry,
  -- Square metres on the ellipsoid.
  area_m2 double precision,
  kept_geom geometry,
  errors boolean NOT NULL
) ON COMMIT DROP
