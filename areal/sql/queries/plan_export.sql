-- Every asked finding as one row of a table, with words in one language; reads `matching` and
-- `plan_findings`. Only findings of the asked verdicts, where any are asked for.
WITH layer AS (
  SELECT
    layer_id,
    CASE WHEN cast(:lang AS text) = 'en' THEN title_en ELSE title_nb END AS title,
    source_date
  FROM published.layer
),

label AS (
  SELECT
    list,
    code,
    CASE WHEN cast(:lang AS text) = 'en' THEN label_en ELSE label_nb END AS words
  FROM published.code
  WHERE list IN ('verdict', 'theme', 'level')
),

rule AS (
  SELECT
    r.code,
    CASE WHEN cast(:lang AS text) = 'en' THEN r.title_en ELSE r.title_nb END AS title,
    CASE WHEN cast(:lang AS text) = 'en' THEN r.section_en ELSE r.section_nb END AS section,
    r.page,
    r.wording,
    used.titles,
    used.dates
  FROM published.rule AS r
  CROSS JOIN LATERAL (
    SELECT
      string_agg(l.title, '; ' ORDER BY named.place) AS titles,
      string_agg(coalesce(l.source_date::text, '?'), '; ' ORDER BY named.place) AS dates
    FROM unnest(r.layers) WITH ORDINALITY AS named (layer_id, place)
    INNER JOIN layer AS l ON named.layer_id = l.layer_id
  ) AS used
)

SELECT
  f.subject,
  m.slug AS parcel,
  m.label,
  m.site_slug AS site,
  m.site_name,
  f.kommunenummer,
  k.name AS kommune,
  m.area_m2 / 1000 AS area_daa,
  f.rule_code,
  rule.title AS rule_title,
  theme.words AS theme,
  level.words AS level,
  f.verdict,
  verdict.words AS verdict_text,
  f.measured,
  f.unit,
  CASE WHEN jsonb_typeof(f.evidence -> 'limit') = 'number' THEN (f.evidence ->> 'limit')::double precision END
    AS limit_value,
  CASE
    WHEN jsonb_typeof(f.evidence -> 'deviates_limit') = 'number'
      THEN (f.evidence ->> 'deviates_limit')::double precision
  END AS deviates_limit,
  f.evidence ->> 'direction' AS direction,
  f.margin,
  rule.titles AS layers,
  rule.dates AS layer_dates,
  CASE
    WHEN jsonb_typeof(f.evidence -> 'coverage') = 'number'
      THEN (f.evidence ->> 'coverage')::double precision
  END AS coverage,
  (
    SELECT string_agg(l.title, '; ' ORDER BY l.title)
    FROM layer AS l
    WHERE l.layer_id = ANY(f.stale_layers)
  ) AS stale,
  f.evidence ->> 'reason' AS reason,
  (
    SELECT string_agg(named.attribute, '; ')
    FROM jsonb_array_elements_text(
      CASE WHEN jsonb_typeof(f.evidence -> 'missing') = 'array' THEN f.evidence -> 'missing' ELSE '[]' END
    ) AS named (attribute)
  ) AS missing,
  f.grant_body,
  f.grant_case,
  f.grant_decided_on AS grant_date,
  f.grant_valid_until AS grant_until,
  f.grant_reason,
  CASE
    WHEN jsonb_typeof(f.evidence -> 'area_m2') = 'number'
      THEN (f.evidence ->> 'area_m2')::double precision / 1000
  END AS evidence_daa,
  rule.section,
  rule.page,
  rule.wording
FROM plan_findings AS f
INNER JOIN rule ON f.rule_code = rule.code
LEFT JOIN matching AS m ON f.parcel_id = m.parcel_id
LEFT JOIN published.kommune AS k ON f.kommunenummer = k.kommunenummer
LEFT JOIN label AS theme ON theme.list = 'theme' AND f.theme = theme.code
LEFT JOIN label AS level ON level.list = 'level' AND f.level = level.code
LEFT JOIN label AS verdict ON verdict.list = 'verdict' AND f.verdict = verdict.code
WHERE cast(:finding AS text[]) IS NULL OR f.verdict = ANY(cast(:finding AS text[]))
ORDER BY
  f.kommunenummer NULLS FIRST,
  m.site_name COLLATE "nb-x-icu" NULLS FIRST,  -- noqa: RF05
  m.site_slug,
  length(m.label),
  m.label COLLATE "nb-x-icu",  -- noqa: RF05
  m.slug,
  f.position
