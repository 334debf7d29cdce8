-- Of each site of a kommune how often it was shown, chosen and asked about in the period: counts a day
-- added up, and enquiries that named it.
WITH counted AS (
  SELECT
    c.slug,
    min(c.kommunenummer) AS kommunenummer,
    sum(c.count) FILTER (WHERE c.what = 'shown') AS shown,
    sum(c.count) FILTER (WHERE c.what = 'opened') AS opened,
    sum(c.count) FILTER (WHERE c.what = 'listed') AS listed
  FROM areal.site_count AS c
  WHERE c.day BETWEEN :first AND :last
  GROUP BY c.slug
),

-- One search may leave a site out for two reasons: each is counted, and the sum is no count of searches.
refused AS (
  SELECT
    c.slug,
    jsonb_object_agg(c.reason, c.times) AS reasons
  FROM (
    SELECT
      slug,
      reason,
      sum(count) AS times
    FROM areal.site_count
    WHERE what = 'filtered' AND day BETWEEN :first AND :last
    GROUP BY slug, reason
  ) AS c
  GROUP BY c.slug
),

enquired AS (
  SELECT
    named.slug,
    count(*) AS enquiries
  FROM areal.enquiry AS e
  CROSS JOIN LATERAL unnest(e.site_slugs) AS named (slug)
  WHERE
    e.received_at >= :first AND e.received_at < :last + 1
    AND e.lost_why IS DISTINCT FROM 'spam'
  GROUP BY named.slug
)

SELECT
  s.slug,
  s.name,
  s.kommunenummer,
  k.name AS kommune,
  coalesce(c.shown, 0)::bigint AS shown,
  coalesce(c.opened, 0)::bigint AS opened,
  coalesce(c.listed, 0)::bigint AS listed,
  coalesce(q.enquiries, 0)::bigint AS enquiries,
  coalesce(r.reasons, '{}') AS reasons
FROM areal.site AS s
INNER JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
LEFT JOIN counted AS c ON s.slug = c.slug
LEFT JOIN refused AS r ON s.slug = r.slug
LEFT JOIN enquired AS q ON s.slug = q.slug
WHERE
  s.kommunenummer = ANY(:kommuner)
  AND (s.published OR c.slug IS NOT NULL OR q.slug IS NOT NULL)
ORDER BY k.name COLLATE "nb-x-icu", s.name COLLATE "nb-x-icu"  -- noqa: RF03,RF05
