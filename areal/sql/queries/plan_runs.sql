-- The finished runs with their counts by verdict, the newest first; at most so many.
SELECT
  run.run_id,
  run.strategy_id,
  run.strategy_title_nb,
  run.strategy_title_en,
  run.strategy_status,
  run.strategy_sha256,
  run.as_of,
  run.finished_at,
  run.findings_sha256,
  run.engine_version,
  run.is_published,
  coalesce(counted.by_verdict, '{}'::jsonb) AS by_verdict
FROM published.run AS run
LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(tally.verdict, tally.findings) AS by_verdict
  FROM (
    SELECT
      figure.verdict,
      sum(figure.findings) AS findings
    FROM published.run_figure AS figure
    WHERE
      figure.run_id = run.run_id
      AND (cast(:kommune AS text[]) IS NULL OR figure.kommunenummer = ANY(cast(:kommune AS text[])))
      AND (cast(:rule AS text[]) IS NULL OR figure.rule_code = ANY(cast(:rule AS text[])))
    GROUP BY figure.verdict
  ) AS tally
) AS counted ON TRUE
ORDER BY run.run_id DESC
LIMIT :at_most
