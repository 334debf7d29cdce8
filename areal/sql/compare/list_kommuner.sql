-- Kommune by kommune: how many parcels came out overall as what.
SELECT
  v.kommunenummer,
  coalesce(k.name, v.kommunenummer) AS name,
  count(*) AS parcels,
  count(*) FILTER (WHERE v.movement = 'worse') AS worse,
  count(*) FILTER (WHERE v.movement = 'better') AS better,
  count(*) FILTER (WHERE v.movement = 'other') AS other
FROM parcel_verdicts AS v
LEFT JOIN areal.kommune AS k ON v.kommunenummer = k.kommunenummer
GROUP BY v.kommunenummer, k.name
ORDER BY v.kommunenummer
