-- The session, unless it is over, idle for too long or its account closed. That it is in use is
-- written once a minute at most: most requests only read.
WITH found AS (
  SELECT
    s.token_hash,
    s.account_id,
    s.stage,
    s.seen_at
  FROM areal.staff_session AS s
  INNER JOIN areal.account AS a ON s.account_id = a.account_id
  WHERE
    s.token_hash = :token_hash
    AND s.expires_at > now()
    AND s.seen_at > now() - make_interval(mins => :idle)
    AND a.active
),

used AS (
  UPDATE areal.staff_session AS s SET seen_at = now()
  FROM found AS f
  WHERE s.token_hash = f.token_hash AND f.seen_at < now() - interval '1 minute'
)

SELECT
  f.account_id,
  f.stage
FROM found AS f
