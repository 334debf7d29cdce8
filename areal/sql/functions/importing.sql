-- Two outlines that are the same but for rounding: none of their points is two centimetres from the
-- other. Boxes first: that settles nearly all.
CREATE OR REPLACE FUNCTION areal.same_outline(a geometry, b geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT
    abs(ST_XMin(a) - ST_XMin(b)) < 0.02
    AND abs(ST_YMin(a) - ST_YMin(b)) < 0.02
    AND abs(ST_XMax(a) - ST_XMax(b)) < 0.02
    AND abs(ST_YMax(a) - ST_YMax(b)) < 0.02
    AND (a = b OR ST_HausdorffDistance(a, b) < 0.02)
$$;

-- A name as it stands in an address: «Støa Øst» → stoa-ost.
CREATE OR REPLACE FUNCTION areal.slugified(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(
    nullif(
      trim(
        BOTH '-' FROM regexp_replace(
          translate(
            replace(replace(lower(name), 'æ', 'ae'), 'å', 'a'), 'øöäüéèáàôóëï', 'ooaueeaaooei'
          ),
          '[^a-z0-9]+', '-', 'g'
        )
      ), ''
    ), 'x'
  )
$$;
