-- Every finding on the matching parcels, and on the kommuner and the region where no condition on
-- parcels shuts them out; reads `matching`. What is relevant, and what could be assessed, is said
-- here and nowhere else: a rule is assessed when it came out as met, to consider or deviating, and
-- those are counted out of every rule that concerns the subject.
SELECT
  f.rule_code,
  r.position,
  r.subject,
  r.theme,
  r.level,
  CASE WHEN f.parcel_id IS NULL THEN f.kommunenummer ELSE m.kommunenummer END AS kommunenummer,
  f.region_id,
  f.parcel_id,
  m.area_m2,
  f.verdict,
  f.verdict = 'deviates' AND f.grant_body IS NOT NULL AS granted,
  f.verdict <> 'not_relevant' AS relevant,
  f.verdict IN ('met', 'consider', 'deviates') AS assessed,
  f.measured,
  f.unit,
  f.margin,
  f.evidence,
  f.stale_layers,
  f.grant_body,
  f.grant_case,
  f.grant_decided_on,
  f.grant_valid_until,
  f.grant_reason
FROM published.finding AS f
INNER JOIN published.rule AS r ON f.rule_code = r.code
LEFT JOIN matching AS m ON f.parcel_id = m.parcel_id
WHERE
  (cast(:rule AS text[]) IS NULL OR r.code = ANY(cast(:rule AS text[])))
  AND (cast(:theme AS text[]) IS NULL OR r.theme = ANY(cast(:theme AS text[])))
  AND (
    m.parcel_id IS NOT NULL
    OR (
      f.parcel_id IS NULL
      AND cast(:whole_places AS boolean)
      AND (cast(:kommune AS text[]) IS NULL OR f.kommunenummer = ANY(cast(:kommune AS text[])))
      AND (cast(:finding AS text[]) IS NULL OR f.verdict = ANY(cast(:finding AS text[])))
    )
  )
