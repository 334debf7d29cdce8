-- Parcels as they were before an import.
UPDATE areal.parcel AS p
SET
  slug = n.slug,
  label = n.label,
  site_id = n.site_id,
  kommunenummer = n.kommunenummer,
  kommune_share = n.kommune_share,
  boundary_version_id = n.boundary_version_id,
  matrikkel = n.matrikkel,
  geom = n.geom,
  area_m2 = n.area_m2,
  buildable_area_m2 = n.buildable_area_m2,
  arealformaal = n.arealformaal,
  plan_kind = n.plan_kind,
  arealplan_id = n.arealplan_id,
  planstatus = n.planstatus,
  modenhet = n.modenhet,
  market = n.market,
  available_from = n.available_from,
  owner_kind = n.owner_kind,
  price_nok_m2 = n.price_nok_m2,
  price_public = n.price_public,
  bya_percent = n.bya_percent,
  max_height_m = n.max_height_m,
  power_mw_now = n.power_mw_now,
  power_mw_planned = n.power_mw_planned,
  power_planned_from = n.power_planned_from,
  power_source = n.power_source,
  power_date = n.power_date,
  power_status = n.power_status,
  water = n.water,
  water_distance_m = n.water_distance_m,
  sewage = n.sewage,
  sewage_distance_m = n.sewage_distance_m,
  fibre = n.fibre,
  fibre_distance_m = n.fibre_distance_m,
  access = n.access,
  access_distance_m = n.access_distance_m,
  permitted_activities = n.permitted_activities,
  retail_m2 = n.retail_m2,
  geotechnical_report = n.geotechnical_report,
  published = n.published,
  import_id = n.import_id,
  source_id = n.source_id,
  source_key = n.source_key
FROM areal.import_change AS c
CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.parcel, c.before) AS n
WHERE
  c.import_id = cast(:import_id AS bigint)
  AND c.subject = 'parcel'
  AND c.action IN ('changed', 'hidden')
  AND p.parcel_id = c.subject_id
