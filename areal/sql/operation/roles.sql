-- What a role may that it is not to, one row a fault; no rows when all is as the files say.
SELECT
  'public_reads_more' AS code,
  'areal_public' AS role,
  array_agg(c.relname::text ORDER BY c.relname) AS names
FROM pg_class AS c
WHERE
  c.relkind IN ('r', 'p', 'v', 'm')
  AND c.relnamespace IN ('areal'::regnamespace, 'public'::regnamespace)
  AND has_any_column_privilege('areal_public', c.oid, 'SELECT, INSERT, UPDATE')
HAVING count(*) > 0
UNION ALL
SELECT
  'secrets_read',
  r.role,
  array_agg(c.relname::text ORDER BY c.relname)
FROM unnest(ARRAY['areal_app', 'areal_staff', 'areal_public']) AS r (role)
INNER JOIN pg_class AS c
  ON
    c.relnamespace = 'areal'::regnamespace
    AND c.relname IN ('account_secret', 'recovery_code')
    AND has_any_column_privilege(r.role, c.oid, 'SELECT, INSERT, UPDATE')
GROUP BY r.role
UNION ALL
SELECT
  'role_too_strong',
  r.rolname::text,
  ARRAY[r.rolname::text]
FROM pg_roles AS r
WHERE
  r.rolname IN ('areal_owner', 'areal_app', 'areal_staff', 'areal_public')
  AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolreplication)
UNION ALL
SELECT
  'not_member',
  'areal_app',
  ARRAY['areal_staff']
WHERE NOT pg_has_role('areal_app', 'areal_staff', 'MEMBER')
UNION ALL
SELECT
  'policies_off',
  'areal_staff',
  array_agg(c.relname::text ORDER BY c.relname)
FROM pg_class AS c
WHERE
  c.relnamespace = 'areal'::regnamespace
  AND c.relname IN (
    'site', 'parcel', 'site_media', 'verification', 'restriction', 'deviation_grant', 'account',
    'membership', 'account_link', 'audit_log', 'import_job', 'import_sender', 'form_done'
  )
  AND NOT c.relrowsecurity
HAVING count(*) > 0
ORDER BY code, role
