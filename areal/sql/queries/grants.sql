-- Grants of published parcels: those that matter now first, then by place; with how many match.
SELECT
  g.grant_id,
  g.slug,
  g.label,
  g.site_slug,
  g.site_name,
  g.kommunenummer,
  g.kommune_name,
  g.strategy_id,
  g.of_strategy,
  g.rule_code,
  g.rule_title_nb,
  g.rule_title_en,
  g.body,
  g.case_ref,
  g.decided_on,
  g.valid_until,
  g.reason,
  g.withdrawn_on,
  g.withdrawn_why,
  g.state,
  g.days_left,
  g.verdict,
  g.changed_at,
  count(*) OVER () AS matching
FROM published."grant" AS g
WHERE
  (cast(:grant_id AS bigint) IS NULL OR g.grant_id = cast(:grant_id AS bigint))
  AND (cast(:kommune AS text[]) IS NULL OR g.kommunenummer = ANY(cast(:kommune AS text[])))
  AND (cast(:rule AS text[]) IS NULL OR g.rule_code = ANY(cast(:rule AS text[])))
  AND (cast(:state AS text[]) IS NULL OR g.state = ANY(cast(:state AS text[])))
ORDER BY
  array_position(ARRAY['in_force', 'not_yet', 'expired', 'withdrawn'], g.state),
  g.kommune_name COLLATE "nb-x-icu",  -- noqa: RF03, RF05
  g.site_name COLLATE "nb-x-icu",  -- noqa: RF03, RF05
  length(g.label),
  g.slug,
  g.rule_position,
  g.decided_on DESC,
  g.grant_id DESC
LIMIT :most
