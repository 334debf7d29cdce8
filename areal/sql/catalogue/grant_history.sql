-- Every state a grant has had, oldest first, with who made it and when.
SELECT
  state.done_at,
  state.author,
  state.kept
FROM (
  SELECT
    d.changed_at AS done_at,
    d.changed_by AS author,
    to_jsonb(d) AS kept
  FROM areal.deviation_grant AS d
  WHERE d.grant_id = :grant_id
  UNION ALL
  SELECT
    lower(h.period),
    h.author,
    h.state
  FROM areal.deviation_grant_history AS h
  WHERE h.grant_id = :grant_id
) AS state
ORDER BY state.done_at
