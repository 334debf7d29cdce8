-- A run in one row: digests over those of its kommuner, and how often each verdict was given.
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
        told.key AS verdict,
        sum((told.value ->> 'all')::integer) AS number
      FROM areal.run_kommune AS each_of
      CROSS JOIN LATERAL jsonb_each(each_of.figures) AS rule
      CROSS JOIN LATERAL jsonb_each(rule.value) AS told
      WHERE each_of.run_id = cast(:run_id AS bigint)
      GROUP BY told.key
    ) AS summed
  ) AS counts
FROM areal.run_kommune AS k
WHERE k.run_id = cast(:run_id AS bigint)
