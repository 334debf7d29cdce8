UPDATE areal.import_batch
SET
  counts = cast(:counts AS jsonb),
  report = cast(:report AS jsonb),
  created_parcels = cast(:parcels AS bigint[]),
  created_sites = cast(:sites AS bigint[]),
  loaded_at = clock_timestamp()
WHERE import_id = :import_id
