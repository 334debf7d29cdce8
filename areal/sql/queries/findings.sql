-- What every rule says of one subject: a parcel by slug, a kommune by number, or the region.
SELECT
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
  ST_AsGeoJSON(ST_ForcePolygonCCW(f.evidence_wgs84), 6)::json AS geometry
FROM published.finding AS f
INNER JOIN published.rule AS r ON f.rule_code = r.code
WHERE
  (
    cast(:parcel AS text) IS NOT NULL
    AND f.parcel_id = (SELECT p.parcel_id FROM published.parcel AS p WHERE p.slug = cast(:parcel AS text))
  )
  OR (cast(:kommune AS text) IS NOT NULL AND f.kommunenummer = cast(:kommune AS text))
  OR (cast(:region AS text) IS NOT NULL AND f.region_id = cast(:region AS text))
ORDER BY r.position
