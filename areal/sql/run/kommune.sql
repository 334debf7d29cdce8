-- Sum up each kommune (and, with number '', the region): digests of what was checked and found,
-- and the figures that pages and later runs go by. Only what the run has looked at is summed anew.
INSERT INTO areal.kommune_span (
  series_id, since_run, kommunenummer, inputs, findings, figures
)
WITH wanted AS MATERIALIZED (
  SELECT k.kommunenummer
  FROM areal.kommune AS k
  WHERE
    k.kommunenummer = ANY(
      -- All of them are named too, as in subject_of_run.sql.
      coalesce(cast(:fresh_kommuner AS text[]), ARRAY(SELECT a.kommunenummer FROM areal.kommune AS a))
    )
),

parcel AS MATERIALIZED (
  SELECT
    p.parcel_id,
    p.slug,
    p.kommunenummer,
    p.published,
    p.area_m2,
    p.digest
  FROM wanted AS w
  INNER JOIN areal.subject_span AS p ON w.kommunenummer = p.kommunenummer
  WHERE
    p.series_id = cast(:series_id AS bigint)
    AND p.since_run <= cast(:run_id AS bigint)
    AND p.until_run > cast(:run_id AS bigint)
),

parcels AS (
  SELECT
    p.kommunenummer,
    string_agg(p.digest::text, '' ORDER BY p.slug COLLATE "C") AS inputs,
    string_agg(v.digest::text, '' ORDER BY p.slug COLLATE "C") AS findings
  FROM parcel AS p
  LEFT JOIN areal.parcel_verdict_span AS v
    ON
      p.parcel_id = v.parcel_id
      AND v.series_id = cast(:series_id AS bigint)
      AND v.since_run <= cast(:run_id AS bigint)
      AND v.until_run > cast(:run_id AS bigint)
  GROUP BY p.kommunenummer
),

-- The strip has every verdict of a parcel in the order of the rules: no finding need be read.
ruled AS (
  SELECT
    r.code,
    row_number() OVER (ORDER BY r.position) AS place
  FROM areal.strategy_rule AS r
  WHERE r.snapshot_id = cast(:snapshot_id AS bigint) AND r.subject = 'parcel'
),

counted AS (
  SELECT
    p.kommunenummer,
    cell.place,
    cell.verdict,
    count(*) AS total,
    count(*) FILTER (WHERE p.published) AS shown,
    round(coalesce(sum(p.area_m2) FILTER (WHERE p.published), 0)::numeric, 1) AS m2
  FROM parcel AS p
  INNER JOIN areal.parcel_verdict_span AS v
    ON
      p.parcel_id = v.parcel_id
      AND v.series_id = cast(:series_id AS bigint)
      AND v.since_run <= cast(:run_id AS bigint)
      AND v.until_run > cast(:run_id AS bigint)
  CROSS JOIN LATERAL unnest(v.strip) WITH ORDINALITY AS cell (verdict, place)
  GROUP BY p.kommunenummer, cell.place, cell.verdict
),

about_set AS (
  SELECT
    coalesce(f.kommunenummer, '') AS kommunenummer,
    f.rule_code,
    f.verdict,
    concat_ws('|', f.rule_code, f.region_id, f.verdict, f.measured, f.unit, f.margin, f.evidence)
    COLLATE "C" AS line -- noqa: RF03
  FROM areal.finding_span AS f
  WHERE
    f.series_id = cast(:series_id AS bigint)
    AND f.parcel_id IS NULL
    AND f.until_run = 9223372036854775807
    AND (f.region_id IS NOT NULL OR f.kommunenummer IN (SELECT w.kommunenummer FROM wanted AS w))
),

told AS (
  SELECT
    c.kommunenummer,
    r.code AS rule_code,
    c.verdict,
    jsonb_build_object('all', c.total, 'shown', c.shown, 'm2', c.m2) AS figure
  FROM counted AS c
  INNER JOIN ruled AS r ON c.place = r.place
  UNION ALL
  SELECT
    a.kommunenummer,
    a.rule_code,
    a.verdict,
    jsonb_build_object('all', count(*), 'shown', count(*))
  FROM about_set AS a
  GROUP BY a.kommunenummer, a.rule_code, a.verdict
),

figured AS (
  SELECT
    one.kommunenummer,
    jsonb_object_agg(one.rule_code, one.figures) AS figures
  FROM (
    SELECT
      t.kommunenummer,
      t.rule_code,
      jsonb_object_agg(t.verdict, t.figure) AS figures
    FROM told AS t
    GROUP BY t.kommunenummer, t.rule_code
  ) AS one
  GROUP BY one.kommunenummer
),

lines AS (
  SELECT
    a.kommunenummer,
    string_agg(a.line, E'\n' ORDER BY a.line) AS findings
  FROM about_set AS a
  GROUP BY a.kommunenummer
)

SELECT
  cast(:series_id AS bigint),
  cast(:run_id AS bigint),
  w.kommunenummer,
  md5(coalesce(p.inputs, ''))::uuid,
  md5(concat_ws('#', p.findings, l.findings))::uuid,
  coalesce(f.figures, '{}'::jsonb)
FROM (
  SELECT wanted.kommunenummer FROM wanted
  UNION ALL
  SELECT ''
) AS w
LEFT JOIN parcels AS p ON w.kommunenummer = p.kommunenummer
LEFT JOIN lines AS l ON w.kommunenummer = l.kommunenummer
LEFT JOIN figured AS f ON w.kommunenummer = f.kommunenummer
