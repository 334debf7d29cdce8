-- The roles of an account; one in a region covers every kommune of it.
SELECT
  m.membership_id,
  m.role,
  m.kommunenummer,
  m.region_id,
  coalesce(k.name, r.name_nb) AS place_name,
  CASE WHEN m.kommunenummer IS NOT NULL THEN ARRAY[m.kommunenummer] ELSE inside.kommuner END AS covers
FROM areal.membership AS m
LEFT JOIN areal.kommune AS k ON m.kommunenummer = k.kommunenummer
LEFT JOIN areal.region AS r ON m.region_id = r.region_id
LEFT JOIN LATERAL (
  SELECT coalesce(array_agg(i.kommunenummer ORDER BY i.kommunenummer), '{}') AS kommuner
  FROM areal.kommune AS i WHERE i.region_id = m.region_id
) AS inside ON TRUE
WHERE m.account_id = :account_id
ORDER BY m.region_id NULLS LAST, k.name, m.role
