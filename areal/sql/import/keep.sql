-- Rows that are kept out, with their reasons.
INSERT INTO areal.import_kept (import_id, row_no, raw, geom, issues)
SELECT
  cast(:import_id AS bigint),
  r.row_no,
  r.raw,
  coalesce(r.kept_geom, r.geom, r.point),
  i.issues
FROM jsonb_to_recordset(cast(:issues AS jsonb)) AS i (row_no integer, issues jsonb)
INNER JOIN import_row AS r ON i.row_no = r.row_no
