-- The old version steps down in the same statement order the new one steps up: never both, and
-- (to anyone outside the transaction) never neither.
UPDATE areal.layer_version
SET in_force = FALSE
WHERE layer_id = :layer_id AND in_force AND layer_version_id <> :layer_version_id
