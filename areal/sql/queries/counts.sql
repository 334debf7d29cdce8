SELECT
  (SELECT count(*) FROM published.kommune) AS kommuner,
  (SELECT count(*) FROM published.site) AS sites,
  (SELECT count(*) FROM published.parcel) AS parcels,
  (SELECT count(*) FROM published.rule) AS rules,
  (SELECT count(*) FROM published.finding) AS findings
