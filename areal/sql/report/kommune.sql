WITH counted AS (
  SELECT
    coalesce(p.kommunenummer, f.kommunenummer) AS kommunenummer,
    f.verdict,
    count(*) AS number
  FROM areal.finding AS f
  LEFT JOIN areal.parcel AS p ON f.parcel_id = p.parcel_id
  WHERE f.run_id = :run_id
  GROUP BY coalesce(p.kommunenummer, f.kommunenummer), f.verdict
),

parcels AS (
  SELECT
    p.kommunenummer,
    count(*) AS parcels,
    count(*) FILTER (WHERE v.overall = 'deviates') AS deviating
  FROM areal.parcel_verdict AS v
  INNER JOIN areal.parcel AS p ON v.parcel_id = p.parcel_id
  WHERE v.run_id = :run_id
  GROUP BY p.kommunenummer
)

SELECT
  k.name,
  coalesce(p.parcels, 0) AS parcels,
  coalesce(p.deviating, 0) AS deviating,
  coalesce(
    (
      SELECT jsonb_object_agg(c.verdict, c.number)
      FROM counted AS c
      WHERE c.kommunenummer IS NOT DISTINCT FROM k.kommunenummer
    ),
    '{}'::jsonb
  ) AS findings
FROM (
  SELECT
    kommunenummer,
    name
  FROM areal.kommune
  UNION ALL
  SELECT
    NULL AS kommunenummer,
    name_nb AS name
  FROM areal.region
) AS k
LEFT JOIN parcels AS p ON k.kommunenummer = p.kommunenummer
ORDER BY k.kommunenummer NULLS LAST
