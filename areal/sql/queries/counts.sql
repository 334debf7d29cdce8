SELECT
  (SELECT count(*) FROM published.kommune) AS kommuner,
  count(DISTINCT p.site_id) AS sites,
  count(*) AS parcels,
  (SELECT count(*) FROM published.rule) AS rules
FROM published.parcel AS p
