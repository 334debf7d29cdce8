-- The codes a filter may name: kommuner and parcel rules that are published, and the list of market
-- statuses.
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
  UNION ALL
  SELECT
    'rule' AS list,
    r.code,
    r.position
  FROM published.rule AS r
  WHERE r.subject = 'parcel'
  UNION ALL
  SELECT
    'theme' AS list,
    r.theme AS code,
    min(r.position) AS position
  FROM published.rule AS r
  WHERE r.subject = 'parcel'
  GROUP BY r.theme
) AS listed
ORDER BY listed.list, listed.position, listed.code
