CREATE TEMPORARY TABLE subject (
  subject_id bigint PRIMARY KEY,
  subject_kind text NOT NULL,
  parcel_id bigint,
  slug text,
  kommunenummer text,
  region_id text,
  geom geometry,
  area_m2 double precision,
  published boolean NOT NULL,
  attrs jsonb NOT NULL,
  fresh boolean NOT NULL
) ON COMMIT DROP
