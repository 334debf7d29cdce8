-- Verdicts a newer edition of a map layer has changed, and that are not published yet: those of the
-- newest run on layers at least as new as the published ones.
WITH published AS (
  SELECT r.*
  FROM areal.publication AS pub
  INNER JOIN areal.run AS r ON pub.run_id = r.run_id
),

newer AS (
  SELECT r.*
  FROM areal.run AS r
  INNER JOIN areal.strategy_snapshot AS s ON r.snapshot_id = s.snapshot_id
  CROSS JOIN published AS o
  INNER JOIN areal.strategy_snapshot AS of ON o.snapshot_id = of.snapshot_id
  WHERE
    r.state = 'done'
    AND s.strategy_id = of.strategy_id
    AND EXISTS (
      SELECT 1 FROM jsonb_each_text(r.layer_versions) AS l
      WHERE l.value::bigint > coalesce((o.layer_versions ->> l.key)::bigint, 0)
    )
    AND NOT EXISTS (
      SELECT 1 FROM jsonb_each_text(o.layer_versions) AS l
      WHERE coalesce((r.layer_versions ->> l.key)::bigint, 0) < l.value::bigint
    )
  ORDER BY r.run_id DESC
  LIMIT 1
),

changed AS (
  SELECT array_agg(l.key) AS layers
  FROM newer AS n
  CROSS JOIN published AS o
  CROSS JOIN LATERAL jsonb_each_text(n.layer_versions) AS l
  WHERE l.value IS DISTINCT FROM o.layer_versions ->> l.key
)

SELECT
  p.kommunenummer,
  s.site_id,
  s.name AS site_name,
  p.parcel_id,
  p.label,
  jsonb_build_object(
    'slug', p.slug,
    'changes', jsonb_agg(
      jsonb_build_object(
        'rule', b.rule_code, 'before', a.verdict, 'after', b.verdict, 'layers', r.layers
      ) ORDER BY r.position
    )
  ) AS detail
FROM newer AS n
CROSS JOIN published AS o
CROSS JOIN changed AS c
INNER JOIN areal.strategy_rule AS r ON n.snapshot_id = r.snapshot_id AND r.layers && c.layers
INNER JOIN areal.finding AS b ON n.run_id = b.run_id AND r.code = b.rule_code
INNER JOIN areal.finding AS a
  ON o.run_id = a.run_id AND b.rule_code = a.rule_code AND b.parcel_id = a.parcel_id
INNER JOIN areal.parcel AS p ON b.parcel_id = p.parcel_id
INNER JOIN areal.site AS s ON p.site_id = s.site_id
WHERE
  a.verdict <> b.verdict
  AND NOT s.archived
  AND p.kommunenummer = ANY(cast(:kommuner AS text[]))
GROUP BY p.parcel_id, s.site_id
ORDER BY s.name COLLATE "nb-x-icu", p.label COLLATE "nb-x-icu" -- noqa: RF03,RF05
