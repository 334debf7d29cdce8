-- What is to be said of rows once they are seen together. Errors keep their row out.
CREATE TEMPORARY TABLE import_issue (
  row_no integer NOT NULL,
  code text NOT NULL,
  is_error boolean NOT NULL,
  value text,
  said jsonb NOT NULL DEFAULT '{}',
  geom geometry
) ON COMMIT DROP
