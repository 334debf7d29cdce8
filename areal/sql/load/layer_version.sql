INSERT INTO areal.layer_version (
  layer_id, source, source_date, licence, attribution, checksum, sample, in_force, feature_count
)
VALUES (
  :layer_id, :source, :source_date, :licence, :attribution, :checksum, :sample, FALSE, :feature_count
)
RETURNING layer_version_id
