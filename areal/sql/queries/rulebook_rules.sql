-- The rules of one stored strategy in their order, and the text they are written in.
SELECT
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
FROM published.strategy_rule AS r
WHERE r.snapshot_id = :snapshot_id
ORDER BY r.position
