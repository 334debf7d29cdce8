-- The verdict of a measured value. limits: {"met": m, "deviates": d}; without d the level decides:
-- what a `skal` rule refuses deviates, what a `bør` rule refuses is to be considered.
CREATE OR REPLACE FUNCTION areal.judge(
  measured double precision, direction text, limits jsonb, level text
) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN measured IS NULL THEN 'missing'
    WHEN direction = 'at_most' AND measured <= (limits ->> 'met')::double precision THEN 'met'
    WHEN direction = 'at_least' AND measured >= (limits ->> 'met')::double precision THEN 'met'
    WHEN limits ->> 'deviates' IS NULL THEN CASE level WHEN 'skal' THEN 'deviates' ELSE 'consider' END
    WHEN direction = 'at_most' AND measured > (limits ->> 'deviates')::double precision THEN 'deviates'
    WHEN direction = 'at_least' AND measured < (limits ->> 'deviates')::double precision THEN 'deviates'
    ELSE 'consider'
  END
$$;

-- Room left to the limit, in the unit of the measure; negative beyond it.
CREATE OR REPLACE FUNCTION areal.margin(
  measured double precision, direction text, limits jsonb
) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE direction
    WHEN 'at_most' THEN (limits ->> 'met')::double precision - measured
    ELSE measured - (limits ->> 'met')::double precision
  END
$$;
