-- Every published site with the moment it last changed, for the list of addresses.
SELECT
  p.site_slug AS slug,
  max(p.updated_at) AS updated_at
FROM published.parcel AS p
GROUP BY p.site_slug
ORDER BY p.site_slug
