SELECT
  r.region_id,
  r.name_nb,
  r.name_en
FROM published.region AS r
ORDER BY r.region_id
LIMIT 1
