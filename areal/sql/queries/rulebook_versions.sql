-- The stored strategies, one row each: of several texts the published one, else the newest.
SELECT DISTINCT ON (s.strategy_id)
  s.snapshot_id,
  s.strategy_id,
  s.title_nb,
  s.title_en,
  s.status,
  s.valid_from,
  s.valid_to,
  s.document,
  s.sha256,
  s.stored_at,
  s.run_id,
  s.is_published
FROM published.strategy AS s
ORDER BY s.strategy_id, s.is_published DESC, s.stored_at DESC, s.snapshot_id DESC
