-- What was found of the areas, with the columns of queries/findings.sql. As on the public pages,
-- the shape of a hit is told only for layers whose licence lets it, or that were made for show.
WITH rule AS (
  SELECT r.*
  FROM jsonb_to_recordset(cast(:rules AS jsonb)) AS r (
    code text, position integer, subject text, level text, theme text, kind text,
    title_nb text, title_en text, text_nb text, text_en text, wording text, document text,
    section_nb text, section_en text, page integer, url text, why_nb text, why_en text,
    limits jsonb, layers text[]
  )
),

closed AS (
  SELECT DISTINCT r.code
  FROM rule AS r
  INNER JOIN areal.layer AS l ON l.layer_id = ANY(r.layers)
  LEFT JOIN areal.layer_version AS v ON l.layer_id = v.layer_id AND v.in_force
  WHERE l.public = 'none' OR (l.public = 'derived' AND v.sample IS NOT TRUE)
)

SELECT
  f.parcel_id AS number,
  f.rule_code,
  f.verdict,
  f.measured,
  f.unit,
  f.margin,
  f.evidence,
  ARRAY[]::text[] AS stale_layers,
  NULL AS grant_body,
  NULL AS grant_case,
  NULL AS grant_decided_on,
  NULL AS grant_valid_until,
  NULL AS grant_reason,
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
  CASE
    WHEN closed.code IS NULL
      THEN ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Transform(f.evidence_geom, 4326)), 6)::json
  END AS geometry
FROM result AS f
INNER JOIN rule AS r ON f.rule_code = r.code
LEFT JOIN closed ON f.rule_code = closed.code
ORDER BY f.parcel_id, r.position
