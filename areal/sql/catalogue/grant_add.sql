INSERT INTO areal.deviation_grant (
  strategy_id, parcel_id, rule_code, body, case_ref, decided_on, valid_until, reason, created_by
)
VALUES (
  :strategy, :parcel_id, :rule, :body, :case_ref, :decided_on, :valid_until, :reason,
  coalesce(nullif(current_setting('areal.author', TRUE), ''), current_user)
)
RETURNING grant_id
