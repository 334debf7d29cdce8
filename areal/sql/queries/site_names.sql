-- What the published sites among some are called.
SELECT
  p.site_slug AS slug,
  min(p.site_name) AS name
FROM published.parcel AS p
WHERE p.site_slug = ANY(cast(:slugs AS text[]))
GROUP BY p.site_slug
