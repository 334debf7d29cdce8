-- How far it is from each offer to what is asked to be near, and how much of that is there; reads
-- `offer` and `asked`. Of parcels taken together the nearest one counts.
SELECT DISTINCT ON (o.offer_id, a.position)
  o.offer_id,
  a.position,
  a.must,
  a.possible,
  x.feature_name,
  x.distance_m,
  CASE
    WHEN round(x.distance_m) <= a.most_m THEN 1
    ELSE least(0.99, greatest(0, 2 - x.distance_m / nullif(a.most_m, 0)))
  END::double precision AS share
FROM offer AS o
CROSS JOIN LATERAL unnest(o.parcel_ids) AS member (parcel_id)
INNER JOIN published.proximity AS x ON member.parcel_id = x.parcel_id
INNER JOIN asked AS a ON x.target = a.target AND x.code = a.code
WHERE a.part = 'near'
ORDER BY o.offer_id, a.position, x.distance_m, x.feature_name
