-- The fewest parcels of a site that reach the area together, one giver among them, and of as few the
-- least area. A giver has what the others may have from it (power, water at the border). Parcels
-- hang together when a passage of :passage metres leads from one to the other over a gap of at most
-- :gap metres; a common corner is none. At most :beam sets of each size are followed up a site: in
-- a site of many parcels a better set may then be missed, never a wrong one found.
WITH RECURSIVE plot AS MATERIALIZED (
  SELECT
    p.parcel_id,
    p.site_id,
    p.geom,
    -- Whole square metres: a sum is then the same whichever parcel it began with.
    round(p.area_m2)::bigint AS area
  FROM published.parcel AS p
  WHERE p.parcel_id = ANY(cast(:among AS bigint[]))
),

pair AS MATERIALIZED (
  SELECT
    a.parcel_id AS one,
    b.parcel_id AS other,
    a.geom AS one_geom,
    b.geom AS other_geom,
    ST_Buffer(
      -- Closed over the gap, then narrowed from both sides by half a passage.
      ST_Buffer(ST_Union(a.geom, b.geom), :gap / 2.0 + 0.01, 'quad_segs=4'),
      -(:gap / 2.0 + 0.01) - :passage / 2.0, 'quad_segs=4'
    ) AS narrowed
  FROM plot AS a
  INNER JOIN plot AS b
    ON a.site_id = b.site_id AND a.parcel_id < b.parcel_id AND ST_DWithin(a.geom, b.geom, :gap)
),

touching AS (
  SELECT
    p.one,
    p.other
  FROM pair AS p
  WHERE EXISTS (
    SELECT 1
    FROM ST_Dump(p.narrowed) AS part
    WHERE ST_Intersects(part.geom, p.one_geom) AND ST_Intersects(part.geom, p.other_geom)
  )
),

edge AS MATERIALIZED (
  SELECT
    t.one AS here,
    t.other AS there
  FROM touching AS t
  UNION ALL
  SELECT
    t.other AS here,
    t.one AS there
  FROM touching AS t
),

grown AS (
  SELECT
    p.site_id,
    ARRAY[p.parcel_id] AS parcel_ids,
    p.area,
    FALSE AS reached
  FROM plot AS p
  UNION
  SELECT
    n.site_id,
    n.parcel_ids,
    n.area,
    n.reached
  FROM (
    SELECT
      d.site_id,
      d.parcel_ids,
      d.area,
      bool_or(
        round(d.area / 100.0) >= round(cast(:min_m2 AS double precision) / 100)
        AND d.parcel_ids && cast(:givers AS bigint[])
      ) OVER (PARTITION BY d.site_id) AS reached,
      row_number() OVER (PARTITION BY d.site_id ORDER BY d.area DESC, d.parcel_ids) AS place
    FROM (
      SELECT DISTINCT
        g.site_id,
        ARRAY(SELECT unnest(g.parcel_ids || p.parcel_id) AS id ORDER BY id) AS parcel_ids,  -- noqa: RF03
        g.area + p.area AS area
      FROM grown AS g
      INNER JOIN edge AS e ON e.here = ANY(g.parcel_ids)
      INNER JOIN plot AS p ON e.there = p.parcel_id
      WHERE
        NOT g.reached
        AND cardinality(g.parcel_ids) < :most_parcels
        AND NOT p.parcel_id = ANY(g.parcel_ids)
    ) AS d
  ) AS n
  WHERE n.place <= :beam
)

SELECT DISTINCT ON (g.site_id) g.parcel_ids
FROM grown AS g
WHERE
  round(g.area / 100.0) >= round(cast(:min_m2 AS double precision) / 100)
  AND g.parcel_ids && cast(:givers AS bigint[])
  AND (
    cast(:max_m2 AS double precision) IS NULL
    OR round(g.area / 100.0) <= round(cast(:max_m2 AS double precision) / 100)
  )
ORDER BY g.site_id, cardinality(g.parcel_ids), g.area, g.parcel_ids
