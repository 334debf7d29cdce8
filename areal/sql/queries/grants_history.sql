-- All that was done to the named grants, oldest first.
SELECT
  h.grant_id,
  h.done_at,
  h.event,
  h.before,
  h.after
FROM published.grant_history AS h
WHERE h.grant_id = ANY(cast(:grants AS bigint[]))
ORDER BY h.grant_id, h.step
