-- Sites to choose for a shortlist: those the enquiry named first, then those of its own kommune.
SELECT
  s.slug,
  s.name,
  s.kommune_name AS kommune,
  s.free_m2,
  s.slug = ANY(:slugs) AS asked
FROM published.site AS s
ORDER BY
  s.slug = ANY(:slugs) DESC,
  coalesce(s.kommunenummer = :kommune, FALSE) DESC,
  s.kommune_name COLLATE "nb-x-icu",  -- noqa: RF03,RF05
  s.name COLLATE "nb-x-icu"  -- noqa: RF03,RF05
