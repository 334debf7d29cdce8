-- Published parcels of some kommuner a grant can be about, by site, shorter labels first: 2 before 10.
SELECT
  p.slug,
  p.label,
  p.site_name,
  p.kommune_name
FROM published.parcel AS p
WHERE p.kommunenummer = ANY(:kommuner)
ORDER BY
  p.kommune_name COLLATE "nb-x-icu",  -- noqa: RF03, RF05
  p.site_name COLLATE "nb-x-icu",  -- noqa: RF03, RF05
  p.site_slug,
  length(p.label),
  p.label COLLATE "nb-x-icu",  -- noqa: RF03, RF05
  p.slug
LIMIT :most
