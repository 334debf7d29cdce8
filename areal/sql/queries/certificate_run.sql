-- The published run's own checksum: what a certificate is held against later.
SELECT
  r.run_id,
  r.findings_sha256
FROM published.run AS r
WHERE r.is_published
