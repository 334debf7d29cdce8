-- The rules with verdicts that are still to be explained. Nothing but checking again (`same`) is
-- worth trying where the program was another one, or where the check had failed.
SELECT DISTINCT
  d.rule_code,
  d.subject_kind
FROM difference AS d
WHERE
  d.pending
  AND (d.parcel_differs OR NOT cast(:parcel AS boolean))
  AND (NOT cast(:same AS boolean) OR cast(:other_engine AS boolean) OR d.before = 'error')
ORDER BY d.rule_code
