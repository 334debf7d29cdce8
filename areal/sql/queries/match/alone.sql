-- Each parcel of `plot` alone, without what ranking needs not carry.
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
  overall
FROM plot
