-- An account that may be signed in to, with what proves who it is.
SELECT
  a.account_id,
  s.password_hash,
  coalesce(s.totp_confirmed, FALSE) AS totp_confirmed
FROM areal.account AS a
LEFT JOIN LATERAL areal.secret_of(a.account_id) AS s ON TRUE
WHERE a.email = :email AND a.active
