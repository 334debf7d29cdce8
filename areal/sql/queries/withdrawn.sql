SELECT
  w.slug,
  w.name,
  w.kommunenummer,
  w.kommune_name,
  w.similar_sites
FROM published.withdrawn_site AS w
WHERE w.slug = :slug
