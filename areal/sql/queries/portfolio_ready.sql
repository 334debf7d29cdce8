-- What each kommune can offer today: free land, and how much of it is zoned (readiness 4 or 5) in a
-- plan that is adopted (planstatus 3). What is not known does not count.
SELECT
  k.kommunenummer,
  k.name,
  count(p.parcel_id) AS parcels,
  coalesce(sum(p.area_m2) FILTER (WHERE p.market = 'ledig'), 0) AS free_m2,
  coalesce(sum(p.area_m2) FILTER (WHERE ready.now), 0) AS ready_m2,
  count(*) FILTER (WHERE ready.now) AS ready_parcels,
  coalesce(sum(p.area_m2) FILTER (WHERE ready.now AND p.modenhet = 5), 0) AS buildable_m2,
  coalesce(
    sum(p.area_m2) FILTER (
      WHERE (p.market IS NULL OR p.market = 'ledig') AND ready.now IS NULL
    ),
    0
  ) AS unknown_m2
FROM published.kommune AS k
LEFT JOIN published.parcel AS p ON k.kommunenummer = p.kommunenummer
-- NULL where what is not known decides it: free and zoned, as far as anybody has said.
CROSS JOIN
  LATERAL (
    SELECT p.market = 'ledig' AND p.modenhet >= 4 AND p.planstatus = 3 AS now
  ) AS ready
GROUP BY k.kommunenummer, k.name
ORDER BY k.kommunenummer
