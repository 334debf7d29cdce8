-- Which verdicts came out as those of the other side with some inputs replaced by its own. With
-- none replaced: which did not come out as they had.
INSERT INTO explained (difference_id, inputs)
SELECT
  d.difference_id,
  cast(:inputs AS text[])
FROM difference AS d
INNER JOIN pg_temp.result AS r
  ON
    d.rule_code = r.rule_code
    AND d.subject = coalesce(r.parcel_id::text, r.kommunenummer, r.region_id)
WHERE
  d.pending
  AND (d.parcel_differs OR NOT cast(:parcel AS boolean))
  AND CASE
    WHEN cast(:same AS boolean) THEN r.verdict <> d.before
    ELSE r.verdict = d.after
  END
