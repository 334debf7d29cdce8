-- What only a superuser can do in a database of the product: extensions, ownership, and taking
-- away what everybody is given by default. Running it again changes nothing.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO areal_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO areal_app', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO areal_public', current_database());
END
$$;

-- PostGIS lets everybody read its tables. The public role reads the published views and nothing
-- else, so those who need coordinate systems are named instead.
REVOKE ALL ON spatial_ref_sys, geometry_columns, geography_columns FROM public;
GRANT SELECT ON spatial_ref_sys, geometry_columns, geography_columns
TO areal_owner, areal_app, areal_staff;
