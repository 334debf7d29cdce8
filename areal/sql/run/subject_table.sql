-- What rules read: parcels, kommuner and regions as they are to be checked. The table stays with
-- its connection, so that what PostgreSQL has planned for one edit serves the next.
CREATE TEMPORARY TABLE IF NOT EXISTS subject (
  subject_id bigint NOT NULL,
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
) ON COMMIT DELETE ROWS
