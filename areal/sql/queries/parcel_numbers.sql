-- The numbers of published parcels.
SELECT
  p.parcel_id,
  p.slug
FROM published.parcel AS p
WHERE p.slug = ANY(cast(:slugs AS text[]))
