-- What a grant is about, as far as it exists: the strategy it is given against, the rule, the parcel,
-- and what the newest check (the published one first) says of them. Always one row.
WITH chosen AS (
  SELECT
    s.snapshot_id,
    s.strategy_id,
    s.valid_from
  FROM areal.strategy_snapshot AS s
  LEFT JOIN areal.run AS run
    ON s.snapshot_id = run.snapshot_id AND run.run_id = (SELECT pub.run_id FROM areal.publication AS pub)
  WHERE cast(:strategy AS text) IS NULL OR s.strategy_id = cast(:strategy AS text)
  ORDER BY run.run_id IS NOT NULL DESC, s.snapshot_id DESC
  LIMIT 1
),

checked AS (
  SELECT
    run.run_id,
    run.as_of
  FROM areal.run AS run
  INNER JOIN areal.strategy_snapshot AS s ON run.snapshot_id = s.snapshot_id
  INNER JOIN chosen AS c ON s.strategy_id = c.strategy_id
  LEFT JOIN areal.publication AS pub ON run.run_id = pub.run_id
  WHERE run.state = 'done'
  ORDER BY pub.run_id IS NOT NULL DESC, run.run_id DESC
  LIMIT 1
)

SELECT
  c.strategy_id,
  c.valid_from,
  r.subject AS rule_subject,
  p.parcel_id,
  areal.may_change(p.kommunenummer) AS may_change,
  x.as_of,
  f.verdict,
  coalesce(another.stands, FALSE) AS another_stands
FROM (SELECT cast(:rule AS text) AS code) AS asked
LEFT JOIN chosen AS c ON TRUE
LEFT JOIN checked AS x ON TRUE
LEFT JOIN areal.strategy_rule AS r ON c.snapshot_id = r.snapshot_id AND asked.code = r.code
LEFT JOIN areal.parcel AS p ON p.slug = cast(:parcel AS text)
LEFT JOIN areal.finding AS f
  ON x.run_id = f.run_id AND p.parcel_id = f.parcel_id AND r.code = f.rule_code
LEFT JOIN LATERAL (
  SELECT bool_or(TRUE) AS stands
  FROM areal.deviation_grant AS d
  WHERE
    d.parcel_id = p.parcel_id
    AND d.rule_code = r.code
    AND d.strategy_id = c.strategy_id
    AND d.withdrawn_on IS NULL
    AND (d.valid_until IS NULL OR d.valid_until >= coalesce(x.as_of, current_date))
    AND (cast(:grant_id AS bigint) IS NULL OR d.grant_id <> cast(:grant_id AS bigint))
) AS another ON TRUE
