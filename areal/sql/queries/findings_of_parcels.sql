-- What every rule says of several parcels, without the shapes, in the strategy's order; with :held
-- only what is held against them or could not be said, not what is met or does not concern them.
-- By number: the view of parcels beside that of findings takes longer to plan than both to run.
SELECT
  f.parcel_id,
  f.rule_code,
  f.verdict,
  f.measured,
  f.unit,
  f.margin,
  f.evidence,
  f.stale_layers,
  f.grant_body,
  f.grant_case,
  f.grant_decided_on,
  f.grant_valid_until,
  f.grant_reason,
  r.code,
  r.position,
  r.subject,
  r.level,
  r.theme,
  r.kind,
  r.title_nb,
  r.title_en,
  r.text_nb,
  r.text_en,
  r.wording,
  r.document,
  r.section_nb,
  r.section_en,
  r.page,
  r.url,
  r.why_nb,
  r.why_en,
  r.limits,
  r.layers,
  NULL::json AS geometry
FROM published.finding AS f
INNER JOIN published.rule AS r ON f.rule_code = r.code
WHERE
  f.parcel_id = ANY(cast(:parcels AS bigint[]))
  AND (NOT cast(:held AS boolean) OR f.verdict NOT IN ('met', 'not_relevant'))
ORDER BY f.parcel_id, r.position
