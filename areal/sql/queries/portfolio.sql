-- What the rules about kommuner and the region say, the region first, then kommune by kommune.
SELECT
  f.kommunenummer,
  f.verdict,
  f.measured,
  f.unit,
  f.margin,
  f.evidence,
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
  r.layers
FROM published.finding AS f
INNER JOIN published.rule AS r ON f.rule_code = r.code
WHERE f.parcel_id IS NULL
ORDER BY f.kommunenummer NULLS FIRST, r.position
