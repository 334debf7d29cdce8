-- What the parcels are called that a rule over many of them names.
SELECT
  p.slug,
  p.site_name,
  p.label
FROM published.parcel AS p
WHERE p.slug = ANY(cast(:slugs AS text[]))
