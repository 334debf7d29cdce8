-- Facts are told as they are now, verdicts as the run found them. A parcel that has changed since
-- has not been checked as it is: its verdicts say so until the next run.
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
  s.focus_areas,
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
  CASE WHEN p.price_public AND s.show_price THEN p.price_nok_m2 END AS price_nok_m2,
  p.price_public AND s.show_price AS price_public,
  p.bya_percent,
  p.max_height_m,
  CASE WHEN s.show_power THEN p.power_mw_now END AS power_mw_now,
  CASE WHEN s.show_power THEN p.power_mw_planned END AS power_mw_planned,
  CASE WHEN s.show_power THEN p.power_planned_from END AS power_planned_from,
  CASE WHEN s.show_power THEN p.power_source END AS power_source,
  CASE WHEN s.show_power THEN p.power_date END AS power_date,
  CASE WHEN s.show_power THEN p.power_status END AS power_status,
  s.show_power AS power_public,
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
  state.stale,
  CASE WHEN state.stale THEN 'gap' ELSE v.overall END AS overall,
  CASE WHEN state.stale THEN 0 ELSE v.n_met END AS n_met,
  CASE WHEN state.stale THEN 0 ELSE v.n_consider END AS n_consider,
  CASE WHEN state.stale THEN 0 ELSE v.n_deviates END AS n_deviates,
  CASE WHEN state.stale THEN 0 ELSE v.n_not_mapped END AS n_not_mapped,
  CASE WHEN state.stale THEN 0 ELSE v.n_missing END AS n_missing,
  CASE WHEN state.stale THEN 0 ELSE v.n_not_relevant END AS n_not_relevant,
  CASE WHEN state.stale THEN cardinality(v.strip) ELSE v.n_error END AS n_error,
  CASE
    WHEN state.stale THEN array_fill('error'::text, ARRAY[cardinality(v.strip)])
    ELSE v.strip
  END AS strip,
  p.geom,
  p.geom_wgs84
FROM areal.publication AS pub
INNER JOIN areal.run AS run ON pub.run_id = run.run_id
INNER JOIN areal.parcel_verdict AS v ON run.run_id = v.run_id
INNER JOIN areal.parcel AS p ON v.parcel_id = p.parcel_id
CROSS JOIN LATERAL (SELECT p.changed_at > run.started_at AS stale) AS state
INNER JOIN areal.site AS s ON p.site_id = s.site_id
INNER JOIN areal.kommune AS k ON p.kommunenummer = k.kommunenummer
LEFT JOIN areal.import_batch AS batch ON p.import_id = batch.import_id
WHERE p.published AND s.published;

-- The outline of a parcel as vector tiles have it. A view of its own: nothing else pays for it.
CREATE VIEW published.parcel_mercator AS
SELECT
  p.parcel_id,
  areal.web_mercator(p.geom_wgs84) AS geom_mercator
FROM areal.parcel AS p
INNER JOIN areal.site AS s ON p.site_id = s.site_id
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
-- Who confirmed what is kept internal would tell that there is something.
WHERE
  p.published AND s.published
  AND (v.axis <> 'price' OR (p.price_public AND s.show_price))
  AND (v.axis <> 'power' OR s.show_power);

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

-- A grant is laid over its finding while it lasts; the finding keeps its own verdict. The shape of
-- a hit leaves only for layers whose licence lets it, or that were made for show.
CREATE VIEW published.finding AS
WITH closed AS (
  SELECT DISTINCT
    r.snapshot_id,
    r.code
  FROM areal.strategy_rule AS r
  INNER JOIN published.layer AS l ON l.layer_id = ANY(r.layers)
  WHERE l.public = 'none' OR (l.public = 'derived' AND l.sample IS NOT TRUE)
),

-- A layer that is older than it said it would get marks every finding that rests on it.
aged AS (
  SELECT
    r.snapshot_id,
    r.code,
    array_agg(l.layer_id ORDER BY l.layer_id) AS layers
  FROM areal.publication AS pub
  INNER JOIN areal.run AS run ON pub.run_id = run.run_id
  INNER JOIN areal.strategy_rule AS r ON run.snapshot_id = r.snapshot_id
  INNER JOIN published.layer AS l ON l.layer_id = ANY(r.layers)
  WHERE l.source_date + l.interval_days < run.as_of
  GROUP BY r.snapshot_id, r.code
)

SELECT
  f.parcel_id,
  f.kommunenummer,
  f.region_id,
  f.rule_code,
  CASE WHEN state.stale THEN 'error' ELSE f.verdict END AS verdict,
  CASE WHEN NOT state.stale THEN f.measured END AS measured,
  f.unit,
  CASE WHEN NOT state.stale THEN f.margin END AS margin,
  CASE
    WHEN state.stale THEN '{"reason": "changed_since_run"}'::jsonb
    WHEN f.parcel_id IS NULL
      THEN (
        -- Lists of parcels, by name or as objects with one: what was unpublished since is left out.
        SELECT
          coalesce(
            jsonb_object_agg(told.key, CASE WHEN told.named THEN shown.parcels ELSE told.value END),
            '{}'::jsonb
          )
        FROM (
          SELECT
            *,
            key IN ('parcels', 'undecided', 'closest', 'ranked') AS named
          FROM jsonb_each(f.evidence)
        ) AS told
        CROSS JOIN LATERAL (
          SELECT
            coalesce(
              jsonb_agg(item.value ORDER BY item.ordinality) FILTER (WHERE seen.slug IS NOT NULL),
              '[]'::jsonb
            ) AS parcels
          FROM
            jsonb_array_elements(CASE WHEN told.named THEN told.value ELSE '[]'::jsonb END)
            WITH ORDINALITY AS item
          LEFT JOIN published.parcel AS seen
            ON coalesce(item.value ->> 'slug', item.value #>> '{}') = seen.slug
        ) AS shown
      )
    ELSE f.evidence
  END AS evidence,
  CASE WHEN NOT state.stale AND closed.code IS NULL THEN f.evidence_wgs84 END AS evidence_wgs84,
  coalesce(aged.layers, '{}') AS stale_layers,
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
LEFT JOIN closed ON snap.snapshot_id = closed.snapshot_id AND f.rule_code = closed.code
LEFT JOIN aged ON snap.snapshot_id = aged.snapshot_id AND f.rule_code = aged.code
CROSS JOIN LATERAL (SELECT coalesce(p.changed_at > run.started_at, FALSE) AS stale) AS state
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
    AND d.withdrawn_on IS NULL
  ORDER BY d.decided_on DESC, d.grant_id DESC
  LIMIT 1
) AS g ON TRUE
WHERE f.parcel_id IS NULL OR (p.published AND s.published);
