-- The verdict of a measured value. limits: {"met": m, "deviates": d}; without d the level decides:
-- what a `skal` rule refuses deviates, what a `bør` rule refuses is to be considered.
--
-- Judged is the number that is shown, of four decimals: an area cut at the limit comes out a hair on
-- either side of it, and "10 %, at most 10 %: deviates" could not be explained to anybody.
CREATE OR REPLACE FUNCTION areal.judge(
  measured double precision, direction text, limits jsonb, level text
) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  -- One expression, so that PostgreSQL puts it in place and calls no function.
  SELECT CASE
    WHEN measured IS NULL THEN 'missing'
    WHEN direction = 'at_most' AND round(measured::numeric, 4) <= (limits -> 'met')::numeric
      THEN 'met'
    WHEN direction = 'at_least' AND round(measured::numeric, 4) >= (limits -> 'met')::numeric
      THEN 'met'
    WHEN limits ->> 'deviates' IS NULL THEN CASE level WHEN 'skal' THEN 'deviates' ELSE 'consider' END
    WHEN direction = 'at_most' AND round(measured::numeric, 4) > (limits -> 'deviates')::numeric
      THEN 'deviates'
    WHEN direction = 'at_least' AND round(measured::numeric, 4) < (limits -> 'deviates')::numeric
      THEN 'deviates'
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
