-- One rule over every subject it may concern. The kind's own file takes the place of the marked
-- line: it reads `relevant` and returns one row for each, so nothing is silently left out.
INSERT INTO areal.finding_span (
  series_id, since_run, rule_code, parcel_id, kommunenummer, region_id,
  verdict, measured, unit, margin, evidence, evidence_geom
)
-- Not materialised: the planner knows how many subjects there are, and must not be kept from it.
WITH relevant AS NOT MATERIALIZED (
  SELECT
    s.subject_id,
    s.subject_kind,
    s.parcel_id,
    s.kommunenummer,
    s.region_id,
    s.geom,
    s.area_m2,
    s.attrs
  FROM subject AS s
  WHERE
    s.subject_kind = :subject_kind
    AND (s.fresh OR NOT cast(:only_fresh AS boolean))
    AND (
      -- A rule about everybody asks nobody: constant, so it is decided before the first row.
      cast(:applies_to AS jsonb) = '{}'::jsonb OR areal.matches(s.attrs, cast(:applies_to AS jsonb))
    )
),

kind AS (
  SELECT * FROM relevant -- the kind
)

SELECT
  cast(:series_id AS bigint) AS series_id,
  cast(:run_id AS bigint) AS since_run,
  cast(:rule_code AS text) AS rule_code,
  s.parcel_id,
  CASE s.subject_kind WHEN 'kommune' THEN s.kommunenummer END AS kommunenummer,
  CASE s.subject_kind WHEN 'region' THEN s.region_id END AS region_id,
  CASE
    WHEN s.applies THEN coalesce(k.verdict, 'error')
    WHEN s.applies IS NULL THEN 'missing'
    ELSE 'not_relevant'
  END AS verdict,
  -- Four decimals: below what any layer can tell, and above what two machines may differ by.
  round(k.measured::numeric, 4) AS measured,
  k.unit,
  round(k.margin::numeric, 4) AS margin,
  CASE
    WHEN s.applies AND k.verdict IS NULL THEN '{"reason": "rule_failed"}'::jsonb
    WHEN s.applies THEN jsonb_strip_nulls(k.evidence)
    WHEN s.applies IS NULL
      THEN jsonb_build_object('reason', 'relevance_unknown', 'missing', (
        SELECT jsonb_agg(condition.key ORDER BY condition.key)
        FROM jsonb_each(cast(:applies_to AS jsonb)) AS condition
        WHERE areal.matches_one(s.attrs -> condition.key, condition.value) IS NULL
      ))
    ELSE '{}'::jsonb
  END AS evidence,
  k.evidence_geom
FROM (
  SELECT
    told.*,
    CASE
      WHEN cast(:applies_to AS jsonb) = '{}'::jsonb THEN TRUE
      ELSE areal.matches(told.attrs, cast(:applies_to AS jsonb))
    END AS applies
  FROM subject AS told
  WHERE told.subject_kind = :subject_kind AND (told.fresh OR NOT cast(:only_fresh AS boolean))
  OFFSET 0
) AS s
LEFT JOIN kind AS k ON s.subject_id = k.subject_id
