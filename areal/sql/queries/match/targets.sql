-- What distances are known to: a run measures every parcel to the same, so one parcel tells.
SELECT
  x.target,
  x.code,
  l.title_nb,
  l.title_en,
  l.source,
  l.source_date
FROM published.proximity AS x
INNER JOIN published.layer AS l ON x.target = l.layer_id
WHERE
  x.parcel_id = (
    SELECT p.parcel_id
    FROM published.parcel AS p
    ORDER BY p.parcel_id
    LIMIT 1
  )
ORDER BY x.target, x.code
