-- Grants of every parcel, published or not, newest decision first.
SELECT
  d.grant_id,
  p.slug AS parcel,
  p.kommunenummer,
  d.strategy_id,
  d.rule_code AS rule,
  d.body,
  d.case_ref,
  d.decided_on,
  d.valid_until,
  d.reason,
  d.withdrawn_on,
  d.withdrawn_why,
  d.changed_at,
  d.changed_by,
  d.created_at,
  d.created_by
FROM areal.deviation_grant AS d
INNER JOIN areal.parcel AS p ON d.parcel_id = p.parcel_id
WHERE
  (cast(:grant_id AS bigint) IS NULL OR d.grant_id = cast(:grant_id AS bigint))
  AND (cast(:parcel AS text) IS NULL OR p.slug = cast(:parcel AS text))
  AND (cast(:rule AS text) IS NULL OR d.rule_code = cast(:rule AS text))
ORDER BY d.decided_on DESC, d.grant_id DESC
