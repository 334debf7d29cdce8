INSERT INTO areal.import_batch (
  name, checksum, source, source_date, licence, attribution, sample, imported_by, counts,
  file_name, format, mapping
) VALUES (
  :name, :checksum, :source, :source_date, :licence, :attribution, :sample, :author, '{}',
  :file_name, :format, cast(:mapping AS jsonb)
)
RETURNING import_id
