-- When and by whom the facts of some parcels were confirmed; power by whoever told the figure.
SELECT
  told.parcel_id,
  told.axis,
  told.verified_on,
  told.verified_by
FROM (
  SELECT
    p.parcel_id,
    'power' AS axis,
    p.power_date AS verified_on,
    p.power_source AS verified_by
  FROM published.parcel AS p
  WHERE p.power_date IS NOT NULL AND p.power_source IS NOT NULL
  UNION ALL
  SELECT
    v.parcel_id,
    v.axis,
    v.verified_on,
    v.verified_by
  FROM published.verification AS v
  WHERE v.axis <> 'power'
) AS told
WHERE told.parcel_id = ANY(cast(:parcel_ids AS bigint[]))
