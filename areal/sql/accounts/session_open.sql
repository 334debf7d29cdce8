-- Open a session; those that are over are forgotten on the way, unless somebody else is at it.
WITH over AS (
  SELECT s.token_hash FROM areal.staff_session AS s
  WHERE s.expires_at < now()
  FOR UPDATE SKIP LOCKED
),

forgotten AS (
  DELETE FROM areal.staff_session AS s USING over WHERE s.token_hash = over.token_hash
)

INSERT INTO areal.staff_session (token_hash, account_id, stage, expires_at)
VALUES (:token_hash, :account_id, :stage, now() + make_interval(mins => :minutes))
