-- The finished runs and the strategies they went by, so that pages can compare and look back.

CREATE VIEW published.run AS
SELECT
  r.run_id,
  snap.strategy_id,
  snap.title_nb AS strategy_title_nb,
  snap.title_en AS strategy_title_en,
  snap.status AS strategy_status,
  snap.sha256 AS strategy_sha256,
  r.as_of,
  r.started_at,
  r.finished_at,
  r.findings_sha256,
  r.engine_version,
  r.counts,
  pub.run_id IS NOT NULL AS is_published
FROM areal.run AS r
INNER JOIN areal.strategy_snapshot AS snap ON r.snapshot_id = snap.snapshot_id
LEFT JOIN areal.publication AS pub ON r.run_id = pub.run_id
WHERE r.state = 'done';

CREATE VIEW published.run_figure AS
SELECT
  f.run_id,
  f.kommunenummer,
  f.rule_code,
  f.verdict,
  f.findings,
  f.area_m2
FROM areal.run_figure AS f
INNER JOIN areal.run AS r ON f.run_id = r.run_id
WHERE r.state = 'done';

CREATE VIEW published.strategy AS
SELECT
  snap.snapshot_id,
  snap.strategy_id,
  snap.title_nb,
  snap.title_en,
  snap.status,
  snap.valid_from,
  snap.valid_to,
  snap.document,
  snap.sha256,
  snap.yaml,
  snap.stored_at,
  newest.run_id,
  coalesce(newest.is_published, FALSE) AS is_published
FROM areal.strategy_snapshot AS snap
LEFT JOIN LATERAL (
  SELECT
    max(r.run_id) AS run_id,
    bool_or(pub.run_id IS NOT NULL) AS is_published
  FROM areal.run AS r
  LEFT JOIN areal.publication AS pub ON r.run_id = pub.run_id
  WHERE r.snapshot_id = snap.snapshot_id AND r.state = 'done'
) AS newest ON TRUE;
