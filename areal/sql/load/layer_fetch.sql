INSERT INTO areal.layer_fetch (layer_id, started, outcome, features, counts, message)
VALUES (:layer_id, :started, :outcome, :features, cast(:counts AS jsonb), :message)
