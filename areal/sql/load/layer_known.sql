-- The version that holds exactly this, whether it counts, and whether a newer one was stored since.
SELECT
  v.layer_version_id,
  v.in_force,
  v.feature_count,
  v.layer_version_id = (
    SELECT max(newest.layer_version_id)
    FROM areal.layer_version AS newest
    WHERE newest.layer_id = v.layer_id
  ) AS newest
FROM areal.layer_version AS v
WHERE v.layer_id = :layer_id AND v.checksum = :checksum
