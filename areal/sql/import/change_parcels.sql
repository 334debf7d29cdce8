-- Parcels that the file says something new of; they are kept as they were, to go back to. Geometry
-- is kept as EWKB: as JSON it would be rounded.
WITH kept AS (
  INSERT INTO areal.import_change (import_id, subject, subject_id, action, before, fields)
  SELECT
    cast(:import_id AS bigint),
    'parcel',
    p.parcel_id,
    'changed',
    to_jsonb(p) - 'geom_wgs84' || jsonb_build_object('geom', encode(ST_AsEWKB(p.geom), 'hex')),
    d.fields
  FROM import_diff AS d
  INNER JOIN areal.parcel AS p ON d.parcel_id = p.parcel_id
  WHERE d.action = 'changed'
)

UPDATE areal.parcel AS p
SET
  label = n.label,
  matrikkel = n.matrikkel,
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
  site_id = n.new_site_id,
  geom = CASE WHEN n.moved THEN n.new_geom ELSE p.geom END,
  area_m2 = CASE WHEN n.moved THEN n.new_area ELSE p.area_m2 END,
  kommunenummer = CASE WHEN n.moved THEN n.new_kommune ELSE p.kommunenummer END,
  kommune_share = CASE WHEN n.moved THEN n.new_share ELSE p.kommune_share END,
  boundary_version_id = CASE WHEN n.moved THEN n.new_version ELSE p.boundary_version_id END,
  source_id = CASE WHEN n.new_key IS NULL THEN p.source_id ELSE cast(:source_id AS text) END,
  source_key = coalesce(n.new_key, p.source_key),
  import_id = cast(:import_id AS bigint)
FROM (
  SELECT
    d.parcel_id AS of_parcel,
    coalesce(d.moved, FALSE) AS moved,
    site.site_id AS new_site_id,
    r.geom AS new_geom,
    r.area_m2 AS new_area,
    r.source_key AS new_key,
    place.kommunenummer AS new_kommune,
    place.share AS new_share,
    place.boundary_version_id AS new_version,
    now.* -- noqa: AM04
  FROM import_diff AS d
  INNER JOIN import_row AS r ON d.row_no = r.row_no
  INNER JOIN areal.parcel AS o ON d.parcel_id = o.parcel_id
  INNER JOIN areal.site AS site
    ON
      site.site_id
      = coalesce(d.site_id, (SELECT made.site_id FROM areal.site AS made WHERE made.slug = d.new_slug))
  LEFT JOIN import_place AS place ON d.row_no = place.row_no
  CROSS JOIN LATERAL jsonb_populate_record(o, r.props) AS now
  WHERE d.action = 'changed'
) AS n
WHERE p.parcel_id = n.of_parcel
