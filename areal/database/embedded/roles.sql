-- The three log-ins of the product, none of them with rights over the server, and what a signed-in
-- person's transaction becomes: a role nobody logs in as.
-- Run as superuser, once per server; running it again changes nothing.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['areal_owner', 'areal_app', 'areal_public'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format(
        'CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS',
        role_name
      );
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'areal_staff') THEN
    CREATE ROLE areal_staff
    NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  END IF;
  -- The app becomes it by SET ROLE, and has none of its rights otherwise.
  ALTER ROLE areal_app NOINHERIT;
  GRANT areal_staff TO areal_app;
END
$$;
