-- Matching parcels as a list shows them; reads `matching`. Shorter labels first: 2 before 10.
SELECT
  slug,
  label,
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
  n_error
FROM matching
ORDER BY site_name COLLATE "nb-x-icu", site_slug, length(label), label COLLATE "nb-x-icu", slug  -- noqa: RF05
