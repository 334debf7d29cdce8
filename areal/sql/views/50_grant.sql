-- Every grant of a published parcel, whatever has become of it, as of the day of the published run.
-- Who registered it is an account, not the body that decided: that stays inside.
CREATE VIEW published."grant" AS
SELECT
  d.grant_id,
  p.parcel_id,
  p.slug,
  p.label,
  p.site_slug,
  p.site_name,
  p.kommunenummer,
  p.kommune_name,
  d.strategy_id,
  -- A grant is given against one strategy; under another there is nothing it is laid over.
  d.strategy_id = snap.strategy_id AS of_strategy,
  d.rule_code,
  rule.position AS rule_position,
  rule.title_nb AS rule_title_nb,
  rule.title_en AS rule_title_en,
  d.body,
  d.case_ref,
  d.decided_on,
  d.valid_until,
  d.reason,
  d.withdrawn_on,
  d.withdrawn_why,
  CASE
    WHEN d.withdrawn_on IS NOT NULL THEN 'withdrawn'
    WHEN d.decided_on > run.as_of THEN 'not_yet'
    WHEN d.valid_until < run.as_of THEN 'expired'
    ELSE 'in_force'
  END AS state,
  -- Days left of a grant in force; NULL for one without an end.
  CASE
    WHEN d.withdrawn_on IS NULL AND run.as_of BETWEEN d.decided_on AND d.valid_until
      THEN d.valid_until - run.as_of
  END AS days_left,
  CASE
    WHEN d.strategy_id <> snap.strategy_id THEN NULL
    WHEN p.stale THEN 'error'
    ELSE f.verdict
  END AS verdict,
  d.changed_at
FROM areal.publication AS pub
INNER JOIN areal.run AS run ON pub.run_id = run.run_id
INNER JOIN areal.strategy_snapshot AS snap ON run.snapshot_id = snap.snapshot_id
CROSS JOIN areal.deviation_grant AS d
INNER JOIN published.parcel AS p ON d.parcel_id = p.parcel_id
LEFT JOIN areal.finding AS f
  ON run.run_id = f.run_id AND d.parcel_id = f.parcel_id AND d.rule_code = f.rule_code
-- The words of the rule: as published, else as they last stood in the strategy it was given against.
LEFT JOIN LATERAL (
  SELECT
    r.position,
    r.title_nb,
    r.title_en
  FROM areal.strategy_rule AS r
  INNER JOIN areal.strategy_snapshot AS s ON r.snapshot_id = s.snapshot_id
  WHERE r.code = d.rule_code AND s.strategy_id = d.strategy_id
  ORDER BY s.snapshot_id = run.snapshot_id DESC, s.snapshot_id DESC
  LIMIT 1
) AS rule ON TRUE;

-- What has been done to each of them, oldest first: before and after, without names of persons.
CREATE VIEW published.grant_history AS
WITH state AS (
  SELECT
    d.grant_id,
    d.changed_at AS done_at,
    to_jsonb(d) AS kept
  FROM areal.deviation_grant AS d
  UNION ALL
  SELECT
    h.grant_id,
    lower(h.period),
    h.state
  FROM areal.deviation_grant_history AS h
),

told AS (
  SELECT
    grant_id,
    done_at,
    jsonb_build_object(
      'body', kept -> 'body',
      'case_ref', kept -> 'case_ref',
      'decided_on', kept -> 'decided_on',
      'valid_until', kept -> 'valid_until',
      'reason', kept -> 'reason',
      'withdrawn_on', kept -> 'withdrawn_on',
      'withdrawn_why', kept -> 'withdrawn_why'
    ) AS public_state
  FROM state
)

SELECT
  t.grant_id,
  row_number() OVER sequence AS step,
  t.done_at,
  CASE
    WHEN lag(t.public_state) OVER sequence IS NULL THEN 'granted'
    WHEN
      t.public_state ->> 'withdrawn_on' IS NOT NULL
      AND lag(t.public_state) OVER sequence ->> 'withdrawn_on' IS NULL
      THEN 'withdrawn'
    ELSE 'changed'
  END AS event,
  lag(t.public_state) OVER sequence AS before,
  t.public_state AS after
FROM told AS t
INNER JOIN published."grant" AS g ON t.grant_id = g.grant_id
WINDOW sequence AS (PARTITION BY t.grant_id ORDER BY t.done_at);
