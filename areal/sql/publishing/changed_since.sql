-- Parcels that are, or may be, otherwise than the newest run of the published strategy saw them: they
-- or what hangs on them changed after it began, or shortly before, in a transaction that was slower.
WITH run AS (
  SELECT r.started_at - interval '10 minutes' AS began
  FROM areal.run AS r
  INNER JOIN areal.strategy_snapshot AS s ON r.snapshot_id = s.snapshot_id
  WHERE
    r.state = 'done'
    AND s.strategy_id = (
      SELECT o.strategy_id
      FROM areal.publication AS p
      INNER JOIN areal.run AS q ON p.run_id = q.run_id
      INNER JOIN areal.strategy_snapshot AS o ON q.snapshot_id = o.snapshot_id
    )
  ORDER BY r.run_id DESC
  LIMIT 1
)

SELECT changed.parcel_id
FROM (
  SELECT p.parcel_id FROM areal.parcel AS p, run WHERE p.changed_at > run.began
  UNION
  SELECT p.parcel_id
  FROM areal.site AS s
  INNER JOIN areal.parcel AS p ON s.site_id = p.site_id, run
  WHERE s.changed_at > run.began
  UNION
  SELECT h.parcel_id FROM areal.parcel_history AS h, run WHERE upper(h.period) > run.began
  UNION
  SELECT v.parcel_id FROM areal.verification AS v, run WHERE v.changed_at > run.began
  UNION
  SELECT h.parcel_id FROM areal.verification_history AS h, run WHERE upper(h.period) > run.began
) AS changed
ORDER BY changed.parcel_id
