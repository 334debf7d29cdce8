-- A rule that could not be evaluated says so of every subject; it never stays silent.
INSERT INTO areal.finding_span (
  series_id, since_run, rule_code, parcel_id, kommunenummer, region_id, verdict, evidence
)
SELECT
  cast(:series_id AS bigint),
  cast(:run_id AS bigint),
  cast(:rule_code AS text),
  s.parcel_id,
  CASE s.subject_kind WHEN 'kommune' THEN s.kommunenummer END,
  CASE s.subject_kind WHEN 'region' THEN s.region_id END,
  'error',
  jsonb_build_object('reason', cast(:reason AS text), 'layers', cast(:layers AS jsonb))
FROM subject AS s
WHERE s.subject_kind = :subject_kind AND (s.fresh OR NOT cast(:only_fresh AS boolean))
