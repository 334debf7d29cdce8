SELECT s.yaml
FROM published.strategy AS s
WHERE s.snapshot_id = :snapshot_id
