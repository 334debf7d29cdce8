-- What was done, newest first.
SELECT
  l.audit_id,
  l.at,
  l.author,
  l.action,
  l.subject,
  l.subject_id,
  a.name AS subject_name,
  l.kommunenummer,
  l.before,
  l.after
FROM areal.audit_log AS l
LEFT JOIN areal.account AS a
  ON l.subject IN ('account', 'membership') AND l.subject_id = a.account_id
WHERE
  cast(:account_id AS bigint) IS NULL
  OR l.account_id = cast(:account_id AS bigint)
  OR (l.subject IN ('account', 'membership') AND l.subject_id = cast(:account_id AS bigint))
ORDER BY l.audit_id DESC
LIMIT :most
