-- Accounts with how they can be signed in to, and whether who asks may manage them: a person by their
-- roles, the command line always.
SELECT
  a.account_id,
  a.email,
  a.name,
  a.active,
  a.signed_in_at,
  a.created_by,
  coalesce(w.has_password, FALSE) AS has_password,
  coalesce(w.has_factor, FALSE) AS has_factor,
  a.subject IS NOT NULL AS by_provider,
  areal.signed_in() IS NULL OR areal.may_manage_account(a.account_id) AS manageable
FROM areal.account AS a
LEFT JOIN LATERAL areal.ways_in(a.account_id) AS w ON TRUE
WHERE cast(:account_id AS bigint) IS NULL OR a.account_id = cast(:account_id AS bigint)
ORDER BY a.active DESC, a.name, a.email
