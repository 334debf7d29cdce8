-- The names of the parcels that findings about kommuner and the region name.
SELECT
  p.slug,
  p.label,
  p.site_slug,
  p.site_name,
  p.kommunenummer,
  p.kommune_name,
  p.area_m2
FROM published.parcel AS p
WHERE p.slug = ANY(cast(:slugs AS text[]))
