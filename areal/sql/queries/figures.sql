-- Figures of each site over its matching parcels; reads `matching`.
SELECT
  site_id,
  count(*) AS parcels,
  coalesce(sum(area_m2) FILTER (WHERE market = 'ledig'), 0) AS free_m2,
  coalesce(max(modenhet) FILTER (WHERE market = 'ledig'), max(modenhet)) AS readiness,
  max(power_mw_now) AS power_mw_now,
  min(price_nok_m2) AS price_nok_m2,
  min(array_position(cast(:overall_worst_first AS text[]), overall)) AS severity,
  sum(n_met) AS n_met,
  sum(n_consider) AS n_consider,
  sum(n_deviates) AS n_deviates,
  sum(n_not_mapped) AS n_not_mapped,
  sum(n_missing) AS n_missing,
  sum(n_error) AS n_error,
  array_agg(parcel_id) AS parcel_ids
FROM matching
GROUP BY site_id
