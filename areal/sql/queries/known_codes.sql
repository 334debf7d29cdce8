-- The codes a request may name: kommuner that are published, and the list of market statuses.
SELECT
  'kommune' AS list,
  k.kommunenummer AS code
FROM published.kommune AS k
UNION ALL
SELECT
  c.list,
  c.code
FROM published.code AS c
WHERE c.list = 'market'
