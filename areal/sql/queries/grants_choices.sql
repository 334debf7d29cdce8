-- What grants can be filtered by: each value that occurs, with how many it would show.
SELECT
  choice.name,
  choice.code,
  choice.label_nb,
  choice.label_en,
  count(*) AS number
FROM published."grant" AS g
CROSS JOIN
  LATERAL (
    VALUES
    ('kommune', g.kommunenummer, g.kommune_name, g.kommune_name, NULL),
    ('rule', g.rule_code, g.rule_title_nb, g.rule_title_en, g.rule_position),
    ('state', g.state, NULL, NULL, NULL)
  ) AS choice (name, code, label_nb, label_en, position)
GROUP BY choice.name, choice.code, choice.label_nb, choice.label_en, choice.position
ORDER BY choice.name, choice.position, choice.label_nb COLLATE "nb-x-icu", choice.code  -- noqa: RF05
