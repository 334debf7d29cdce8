-- What a comparison is worked out in; gone with the transaction.
CREATE TEMPORARY TABLE told (
  side text NOT NULL,
  rule_code text NOT NULL,
  subject_kind text NOT NULL,
  -- The parcel, kommune or region as a text, so that all three meet in one join.
  subject text NOT NULL,
  verdict text NOT NULL,
  measured double precision,
  unit text,
  met_limit double precision,
  direction text
) ON COMMIT DROP;

CREATE TEMPORARY TABLE explained (
  difference_id bigint NOT NULL,
  inputs text[] NOT NULL
) ON COMMIT DROP;
