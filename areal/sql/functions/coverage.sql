-- How far the named layer versions speak about an area: the smallest mapped share of them, 0 to 1,
-- and whether any of them failed to be fetched there. Coverage pieces of a version do not overlap.
CREATE OR REPLACE FUNCTION areal.coverage(area geometry, versions bigint[])
RETURNS TABLE (share double precision, failed boolean)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT
    min(coalesce(piece.share, 0)) AS share,
    bool_or(coalesce(piece.failed, FALSE)) AS failed
  FROM unnest(versions) AS version (layer_version_id)
  CROSS JOIN LATERAL (
    SELECT
      sum(
        CASE
          WHEN c.status <> 'mapped' THEN 0
          WHEN ST_CoveredBy(area, c.geom) THEN 1
          ELSE ST_Area(ST_Intersection(area, c.geom)) / nullif(ST_Area(area), 0)
        END
      ) AS share,
      bool_or(c.status = 'failed' AND NOT ST_Touches(c.geom, area)) AS failed
    FROM areal.layer_coverage AS c
    WHERE c.layer_version_id = version.layer_version_id AND ST_Intersects(c.geom, area)
  ) AS piece
$$;

-- Never green by absence: a verdict that rests on finding nothing stands only where the layer
-- speaks of (practically) the whole area. What was found is proof wherever it was found.
CREATE OR REPLACE FUNCTION areal.within_coverage(
  verdict text, proven boolean, share double precision, failed boolean
) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN proven OR share >= 0.99 THEN verdict
    WHEN failed THEN 'error'
    ELSE 'not_mapped'
  END
$$;

-- Why such a verdict was given, for the evidence.
CREATE OR REPLACE FUNCTION areal.coverage_reason(verdict text, share double precision) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN verdict = 'error' THEN 'layer_failed'
    WHEN verdict = 'not_mapped' AND share > 0 THEN 'partly_covered'
    WHEN verdict = 'not_mapped' THEN 'no_coverage'
  END
$$;
