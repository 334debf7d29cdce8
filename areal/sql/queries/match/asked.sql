-- What is asked, one row for each part of a question, with the points it can give.
SELECT
  a.position,
  a.part,
  a.must,
  a.possible,
  a.target,
  a.code,
  a.word,
  a.most_m
FROM jsonb_to_recordset(cast(:asked AS jsonb)) AS a (
  position integer,
  part text,
  must boolean,
  possible double precision,
  target text,
  code text,
  word text,
  most_m double precision
)
