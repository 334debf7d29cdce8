-- Count tries in the window of a key, or begin a new one; windows of others that are over are
-- forgotten on the way, unless somebody else is at it.
WITH over AS (
  SELECT r.key FROM areal.rate_limit AS r
  WHERE r.expires_at < now() AND r.key <> :key
  FOR UPDATE SKIP LOCKED
),

forgotten AS (
  DELETE FROM areal.rate_limit AS r USING over WHERE r.key = over.key
)

INSERT INTO areal.rate_limit AS r (key, hits, expires_at)
VALUES (:key, :amount, now() + make_interval(secs => :seconds))
ON CONFLICT (key) DO UPDATE
  SET
    hits = CASE WHEN r.expires_at > now() THEN r.hits + excluded.hits ELSE excluded.hits END,
    expires_at = CASE WHEN r.expires_at > now() THEN r.expires_at ELSE excluded.expires_at END
RETURNING hits
