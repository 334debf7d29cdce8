CREATE VIEW published.parcel AS
SELECT
  p.parcel_id,
  p.slug,
  p.label,
  p.site_id,
  s.slug AS site_slug,
  s.name AS site_name,
  p.kommunenummer,
  k.name AS kommune_name,
  s.category,
  s.area_class,
  p.matrikkel,
  p.area_m2,
  p.buildable_area_m2,
  p.arealformaal,
  p.plan_kind,
  p.arealplan_id,
  p.planstatus,
  p.modenhet,
  p.market,
  p.available_from,
  p.owner_kind,
  CASE WHEN p.price_public THEN p.price_nok_m2 END AS price_nok_m2,
  p.price_public,
  p.bya_percent,
  p.max_height_m,
  p.power_mw_now,
  p.power_mw_planned,
  p.power_planned_from,
  p.power_source,
  p.power_date,
  p.power_status,
  p.water,
  p.water_distance_m,
  p.sewage,
  p.sewage_distance_m,
  p.fibre,
  p.fibre_distance_m,
  p.access,
  p.access_distance_m,
  p.permitted_activities,
  p.retail_m2,
  p.geotechnical_report,
  coalesce(batch.sample, FALSE) AS sample,
  p.changed_at AS updated_at,
  v.overall,
  v.n_met,
  v.n_consider,
  v.n_deviates,
  v.n_not_mapped,
  v.n_missing,
  v.n_not_relevant,
  v.n_error,
  v.strip,
  p.geom_wgs84
FROM areal.publication AS pub
INNER JOIN areal.parcel_verdict AS v ON pub.run_id = v.run_id
INNER JOIN areal.parcel AS p ON v.parcel_id = p.parcel_id
INNER JOIN areal.site AS s ON p.site_id = s.site_id
INNER JOIN areal.kommune AS k ON p.kommunenummer = k.kommunenummer
LEFT JOIN areal.import_batch AS batch ON p.import_id = batch.import_id
WHERE p.published AND s.published;

CREATE VIEW published.verification AS
SELECT
  v.parcel_id,
  v.axis,
  v.verified_on,
  v.verified_by,
  v.verified_how
FROM areal.verification AS v
INNER JOIN areal.parcel AS p ON v.parcel_id = p.parcel_id
INNER JOIN areal.site AS s ON p.site_id = s.site_id
-- Who confirmed a price that is kept internal would tell that there is one.
WHERE p.published AND s.published AND (v.axis <> 'price' OR p.price_public);

CREATE VIEW published.restriction AS
SELECT
  r.parcel_id,
  r.position,
  r.code,
  r.cause,
  r.source,
  r.expected_end,
  r.note_nb,
  r.note_en
FROM areal.restriction AS r
INNER JOIN areal.parcel AS p ON r.parcel_id = p.parcel_id
INNER JOIN areal.site AS s ON p.site_id = s.site_id
WHERE p.published AND s.published;

CREATE VIEW published.proximity AS
SELECT
  x.parcel_id,
  x.layer_id AS target,
  x.code,
  x.feature_name,
  x.distance_m,
  'straight_line' AS method
FROM areal.publication AS pub
INNER JOIN areal.proximity AS x ON pub.run_id = x.run_id
INNER JOIN areal.parcel AS p ON x.parcel_id = p.parcel_id
INNER JOIN areal.site AS s ON p.site_id = s.site_id
WHERE p.published AND s.published;

-- A grant is laid over its finding while it lasts; the finding keeps its own verdict.
CREATE VIEW published.finding AS
SELECT
  f.parcel_id,
  f.kommunenummer,
  f.region_id,
  f.rule_code,
  f.verdict,
  f.measured,
  f.unit,
  f.margin,
  f.evidence,
  f.evidence_wgs84,
  g.body AS grant_body,
  g.case_ref AS grant_case,
  g.decided_on AS grant_decided_on,
  g.valid_until AS grant_valid_until,
  g.reason AS grant_reason
FROM areal.publication AS pub
INNER JOIN areal.run AS run ON pub.run_id = run.run_id
INNER JOIN areal.strategy_snapshot AS snap ON run.snapshot_id = snap.snapshot_id
INNER JOIN areal.finding AS f ON run.run_id = f.run_id
LEFT JOIN areal.parcel AS p ON f.parcel_id = p.parcel_id
LEFT JOIN areal.site AS s ON p.site_id = s.site_id
LEFT JOIN LATERAL (
  SELECT
    d.body,
    d.case_ref,
    d.decided_on,
    d.valid_until,
    d.reason
  FROM areal.deviation_grant AS d
  WHERE
    d.parcel_id = f.parcel_id
    AND d.rule_code = f.rule_code
    AND d.strategy_id = snap.strategy_id
    AND f.verdict = 'deviates'
    AND d.decided_on <= run.as_of
    AND (d.valid_until IS NULL OR d.valid_until >= run.as_of)
  ORDER BY d.decided_on DESC, d.grant_id DESC
  LIMIT 1
) AS g ON TRUE
WHERE f.parcel_id IS NULL OR (p.published AND s.published);
