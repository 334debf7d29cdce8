-- A run sees the rows of its series that held when it was made: written by it or by a run before
-- it, and not yet replaced. Whoever asks what a run found asks here.

CREATE VIEW areal.finding AS
SELECT
  r.run_id,
  f.rule_code,
  f.parcel_id,
  f.kommunenummer,
  f.region_id,
  f.verdict,
  f.measured,
  f.unit,
  f.margin,
  f.evidence,
  f.evidence_geom,
  f.evidence_wgs84
FROM areal.run AS r
INNER JOIN areal.finding_span AS f
  ON r.series_id = f.series_id AND r.run_id >= f.since_run AND r.run_id < f.until_run;

CREATE VIEW areal.parcel_verdict AS
SELECT
  r.run_id,
  v.parcel_id,
  v.overall,
  v.n_met,
  v.n_consider,
  v.n_deviates,
  v.n_not_mapped,
  v.n_missing,
  v.n_not_relevant,
  v.n_error,
  v.strip,
  v.digest
FROM areal.run AS r
INNER JOIN areal.parcel_verdict_span AS v
  ON r.series_id = v.series_id AND r.run_id >= v.since_run AND r.run_id < v.until_run;

CREATE VIEW areal.proximity AS
SELECT
  r.run_id,
  x.parcel_id,
  x.layer_id,
  x.code,
  x.feature_name,
  x.distance_m
FROM areal.run AS r
INNER JOIN areal.proximity_span AS x
  ON r.series_id = x.series_id AND r.run_id >= x.since_run AND r.run_id < x.until_run;

CREATE VIEW areal.run_subject AS
SELECT
  r.run_id,
  s.parcel_id,
  s.slug,
  s.kommunenummer,
  s.region_id,
  s.published,
  s.area_m2,
  s.attrs,
  s.geom,
  s.digest
FROM areal.run AS r
INNER JOIN areal.subject_span AS s
  ON r.series_id = s.series_id AND r.run_id >= s.since_run AND r.run_id < s.until_run;

CREATE VIEW areal.run_kommune AS
SELECT
  r.run_id,
  k.kommunenummer,
  k.inputs,
  k.findings,
  k.figures
FROM areal.run AS r
INNER JOIN areal.kommune_span AS k
  ON r.series_id = k.series_id AND r.run_id >= k.since_run AND r.run_id < k.until_run;

-- How many published subjects got which verdict, and how much land that is (NULL for rules about
-- a kommune or the region).
CREATE VIEW areal.run_figure AS
SELECT
  k.run_id,
  nullif(k.kommunenummer, '') AS kommunenummer,
  rule.key AS rule_code,
  told.key AS verdict,
  (told.value ->> 'shown')::integer AS findings,
  (told.value ->> 'm2')::double precision AS area_m2
FROM areal.run_kommune AS k
CROSS JOIN LATERAL jsonb_each(k.figures) AS rule
CROSS JOIN LATERAL jsonb_each(rule.value) AS told
WHERE (told.value ->> 'shown')::integer > 0;
