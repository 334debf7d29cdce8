-- How ready the land of a kommune is: parcels and free area for each modenhet, unknown as NULL.
SELECT
  p.modenhet,
  count(*) AS parcels,
  coalesce(sum(p.area_m2) FILTER (WHERE p.market = 'ledig'), 0) AS free_m2
FROM published.parcel AS p
WHERE p.kommunenummer = :kommune
GROUP BY p.modenhet
ORDER BY p.modenhet DESC NULLS LAST
