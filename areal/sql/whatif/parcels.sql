-- The first of the parcels that get another verdict, those whose overall verdict changes first.
SELECT
  p.slug,
  p.label,
  p.site_name,
  p.kommune_name,
  p.area_m2,
  t.before,
  t.after,
  t.strip_before,
  t.strip_after,
  count(*) OVER () AS of
FROM pg_temp.turned AS t
INNER JOIN published.parcel AS p ON t.parcel_id = p.parcel_id
WHERE t.noted OR t.before <> t.after
ORDER BY
  t.before = t.after,
  p.kommune_name COLLATE "nb-x-icu",  -- noqa: RF03,RF05
  p.site_name COLLATE "nb-x-icu",  -- noqa: RF03,RF05
  length(p.label),
  p.label,
  p.slug
LIMIT :at_most
