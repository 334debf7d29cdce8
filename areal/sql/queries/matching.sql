-- The parcels the filter asks for; reads `judged`.
SELECT
  parcel_id,
  slug,
  label,
  site_id,
  site_slug,
  site_name,
  kommunenummer,
  kommune_name,
  area_m2,
  market,
  modenhet,
  price_nok_m2,
  power_mw_now,
  overall,
  strip,
  n_met,
  n_consider,
  n_deviates,
  n_not_mapped,
  n_missing,
  n_not_relevant,
  n_error,
  geom_wgs84
FROM judged
WHERE
  by_site
  AND by_kommune
  AND by_size
  AND by_market
  AND by_date
  AND by_modenhet
  AND by_category
  AND by_area_class
  AND by_focus
  AND by_power
  AND by_utility
  AND by_near
  AND by_price
  AND by_owner
  AND by_verdict
  AND by_text
  AND by_place
  AND by_finding
