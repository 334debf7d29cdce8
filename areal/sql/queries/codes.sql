SELECT
  c.list,
  c.code,
  c.label_nb,
  c.label_en,
  c.source
FROM published.code AS c
ORDER BY c.list, c.position, c.code
