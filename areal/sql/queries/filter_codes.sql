-- The codes a filter may name: kommuner that are published, and the list of market statuses.
SELECT
  listed.list,
  listed.code
FROM (
  SELECT
    'kommune' AS list,
    k.kommunenummer AS code,
    0 AS position
  FROM published.kommune AS k
  UNION ALL
  SELECT
    c.list,
    c.code,
    c.position
  FROM published.code AS c
  WHERE c.list = 'market'
) AS listed
ORDER BY listed.list, listed.position, listed.code
