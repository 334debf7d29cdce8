-- The newest finished run of a number, of a strategy, or that is published; only runs that kept the
-- parcels they checked can be looked at again.
SELECT
  r.run_id,
  r.as_of,
  r.engine_version,
  r.layer_versions,
  s.strategy_id,
  s.yaml
FROM areal.run AS r
INNER JOIN areal.strategy_snapshot AS s ON r.snapshot_id = s.snapshot_id
LEFT JOIN areal.publication AS p ON r.run_id = p.run_id
WHERE
  r.state = 'done'
  AND r.rule_digests <> '{}'::jsonb
  AND (cast(:run_id AS bigint) IS NULL OR r.run_id = cast(:run_id AS bigint))
  AND (
    cast(:name AS text) IS NULL
    OR cast(:name AS text) IN (s.strategy_id, split_part(s.strategy_id, '/', 2))
  )
  AND (NOT cast(:published AS boolean) OR p.run_id IS NOT NULL)
ORDER BY r.run_id DESC
LIMIT 1
