-- What a draft would say, gone with the transaction: `told` what was judged of each parcel for each
-- variant of a rule (verdict NULL: it can't be told from what is stored), `cell` the verdicts of
-- the rules that differ, before and after.
CREATE TEMPORARY TABLE told (
  variant integer NOT NULL,
  parcel_id bigint NOT NULL,
  verdict text,
  measured double precision
) ON COMMIT DROP;

CREATE TEMPORARY TABLE cell (
  rule_code text NOT NULL,
  parcel_id bigint,
  kommunenummer text,
  area_m2 double precision,
  before text,
  after text
) ON COMMIT DROP
