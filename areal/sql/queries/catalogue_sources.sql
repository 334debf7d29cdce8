SELECT
  s.source,
  s.source_date,
  s.licence,
  s.attribution,
  s.sample
FROM published.catalogue_source AS s
ORDER BY s.source, s.source_date, s.licence, s.attribution
