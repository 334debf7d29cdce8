SELECT
  r.revision,
  r.as_of AS day,
  (
    SELECT count(*) FROM areal.parcel AS p
    WHERE
      p.published
      AND p.changed_at > (SELECT run.started_at FROM areal.run AS run WHERE r.run_id = run.run_id)
  ) AS changed
FROM published.revision AS r
