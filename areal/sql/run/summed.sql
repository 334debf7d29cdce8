-- A run in one row: digests over those of its kommuner, and how often each verdict was given: as
-- in the run before, less what has ended since, and with what is new.
SELECT
  encode(
    sha256(convert_to(string_agg(k.kommunenummer || k.inputs, E'\n' ORDER BY k.kommunenummer), 'UTF8')),
    'hex'
  ) AS inputs,
  encode(
    sha256(
      convert_to(string_agg(k.kommunenummer || k.findings, E'\n' ORDER BY k.kommunenummer), 'UTF8')
    ),
    'hex'
  ) AS findings,
  (
    SELECT coalesce(jsonb_object_agg(summed.verdict, summed.number), '{}'::jsonb)
    FROM (
      SELECT
        part.verdict,
        sum(part.number) AS number
      FROM (
        SELECT
          former.key AS verdict,
          former.value::text::integer AS number
        FROM areal.run AS r
        INNER JOIN areal.run AS base ON r.base_run_id = base.run_id
        CROSS JOIN LATERAL jsonb_each(base.counts) AS former
        WHERE r.run_id = cast(:run_id AS bigint)
        UNION ALL
        SELECT
          told.key,
          CASE WHEN span.since_run = cast(:run_id AS bigint) THEN 1 ELSE -1 END
          * (told.value ->> 'all')::integer
        FROM areal.kommune_span AS span
        CROSS JOIN LATERAL jsonb_each(span.figures) AS rule
        CROSS JOIN LATERAL jsonb_each(rule.value) AS told
        WHERE
          span.series_id = cast(:series_id AS bigint)
          AND cast(:run_id AS bigint) IN (span.since_run, span.until_run)
      ) AS part
      GROUP BY part.verdict
      HAVING sum(part.number) > 0
    ) AS summed
  ) AS counts
FROM areal.run_kommune AS k
WHERE k.run_id = cast(:run_id AS bigint)
