-- The offers to show: parcels alone, and parcels together; reads `plot` and `together`.
SELECT
  offer_id,
  parcel_ids,
  site_id,
  area_class,
  area_m2,
  market,
  available_from,
  held_until,
  held_because,
  held_open,
  modenhet,
  power_mw_now,
  power_mw_planned,
  power_planned_from,
  water,
  sewage,
  fibre,
  permitted_activities,
  overall,
  strip
FROM plot
WHERE offer_id = ANY(cast(:shown AS bigint[]))
UNION ALL
SELECT
  offer_id,
  parcel_ids,
  site_id,
  area_class,
  area_m2,
  market,
  available_from,
  held_until,
  held_because,
  held_open,
  modenhet,
  power_mw_now,
  power_mw_planned,
  power_planned_from,
  water,
  sewage,
  fibre,
  permitted_activities,
  overall,
  strip
FROM together
