-- New parcels in. The area was measured as the row was read; the kommune comes from the borders.
-- A slug that is taken already gets the number of its row.
INSERT INTO areal.parcel (
  slug, site_id, kommunenummer, kommune_share, boundary_version_id, geom, area_m2, label,
  matrikkel, buildable_area_m2, arealformaal, plan_kind, arealplan_id, planstatus, modenhet,
  market, available_from, owner_kind, price_nok_m2, price_public, bya_percent, max_height_m,
  power_mw_now, power_mw_planned, power_planned_from, power_source, power_date, power_status,
  water, water_distance_m, sewage, sewage_distance_m, fibre, fibre_distance_m, access,
  access_distance_m, permitted_activities, retail_m2, geotechnical_report, published, source_id,
  source_key, import_id
)
WITH fresh AS MATERIALIZED (
  -- Without outlines: what is narrow is sorted and kept in memory.
  SELECT
    d.row_no,
    site.site_id,
    coalesce(r.label, r.matrikkel[1], r.source_key, r.row_no::text) AS label,
    coalesce(r.slug, site.slug || '-' || coalesce(r.label_slug, r.row_no::text)) AS wanted
  FROM import_diff AS d
  INNER JOIN import_row AS r ON d.row_no = r.row_no
  INNER JOIN areal.site AS site
    ON
      site.site_id
      = coalesce(d.site_id, (SELECT made.site_id FROM areal.site AS made WHERE made.slug = d.new_slug))
  WHERE d.action = 'new'
),

made AS MATERIALIZED (
  SELECT
    f.row_no,
    f.site_id,
    f.label,
    CASE
      WHEN
        row_number() OVER (PARTITION BY f.wanted ORDER BY f.row_no) > 1
        OR (f.wanted IN (SELECT taken.slug FROM areal.parcel AS taken)) IS TRUE
        THEN f.wanted || '-' || f.row_no
      ELSE f.wanted
    END AS slug
  FROM fresh AS f
)

SELECT
  m.slug,
  m.site_id,
  p.kommunenummer,
  p.share,
  p.boundary_version_id,
  r.geom,
  r.area_m2,
  coalesce(n.label, m.label),
  coalesce(n.matrikkel, '{}'),
  n.buildable_area_m2,
  n.arealformaal,
  n.plan_kind,
  n.arealplan_id,
  n.planstatus,
  n.modenhet,
  n.market,
  n.available_from,
  n.owner_kind,
  n.price_nok_m2,
  coalesce(n.price_public, FALSE),
  n.bya_percent,
  n.max_height_m,
  n.power_mw_now,
  n.power_mw_planned,
  n.power_planned_from,
  n.power_source,
  n.power_date,
  n.power_status,
  coalesce(n.water, 'ukjent'),
  n.water_distance_m,
  coalesce(n.sewage, 'ukjent'),
  n.sewage_distance_m,
  coalesce(n.fibre, 'ukjent'),
  n.fibre_distance_m,
  coalesce(n.access, 'ukjent'),
  n.access_distance_m,
  n.permitted_activities,
  n.retail_m2,
  n.geotechnical_report,
  coalesce(n.published, cast(:publish AS boolean)),
  cast(:source_id AS text),
  r.source_key,
  cast(:import_id AS bigint)
FROM made AS m
INNER JOIN import_row AS r ON m.row_no = r.row_no
INNER JOIN import_place AS p ON m.row_no = p.row_no
CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.parcel, r.props) AS n
ORDER BY m.row_no
