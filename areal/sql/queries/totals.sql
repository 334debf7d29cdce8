-- How much matches; reads `matching`.
SELECT
  count(DISTINCT site_id) AS sites,
  count(*) AS parcels,
  coalesce(sum(area_m2) FILTER (WHERE market = 'ledig'), 0) AS free_m2
FROM matching
