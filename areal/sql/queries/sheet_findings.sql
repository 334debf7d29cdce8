-- What the rules hold against the published parcels of some sites, or could not say: the rows of
-- findings.sql but those that are met or do not concern the parcel; a sheet draws no evidence.
SELECT
  p.slug AS parcel,
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
FROM published.parcel AS p
INNER JOIN published.finding AS f ON p.parcel_id = f.parcel_id
INNER JOIN published.rule AS r ON f.rule_code = r.code
WHERE
  p.parcel_id = ANY(ARRAY(
    SELECT wanted.parcel_id
    FROM published.parcel AS wanted
    WHERE wanted.slug = ANY(cast(:slugs AS text[]))
  ))
  AND f.verdict NOT IN ('met', 'not_relevant')
ORDER BY p.site_id, r.position, length(p.label), p.label COLLATE "nb-x-icu", p.slug  -- noqa: RF03,RF05
