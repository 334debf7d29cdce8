SELECT
  x.parcel_id,
  x.target,
  l.title_nb,
  l.title_en,
  x.code,
  x.feature_name,
  x.distance_m,
  x.method
FROM published.proximity AS x
INNER JOIN published.layer AS l ON x.target = l.layer_id
WHERE x.parcel_id = ANY(cast(:parcels AS bigint[]))
ORDER BY x.parcel_id, x.target, x.code
