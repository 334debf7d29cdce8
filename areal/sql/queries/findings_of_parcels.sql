-- What every rule says of several parcels, without the shapes: by parcel, in the strategy's order.
SELECT
  p.slug,
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
INNER JOIN published.parcel AS p ON f.parcel_id = p.parcel_id
WHERE p.slug = ANY(cast(:parcels AS text[]))
ORDER BY p.slug, r.position
