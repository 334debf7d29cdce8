-- The best offers of each kind of answer, the number of each, and the parcels that could reach the
-- area together with others; reads `summed` and `offer`.
WITH ranked AS MATERIALIZED (
  SELECT
    s.offer_id,
    s.status,
    s.points,
    s.hopeless,
    s.in_need,
    o.site_id,
    o.area_m2,
    o.market,
    row_number() OVER (
      PARTITION BY s.status
      ORDER BY s.failing, round(s.points * 1e6) DESC, o.area_m2, s.offer_id
    ) AS place
  FROM summed AS s
  INNER JOIN offer AS o ON s.offer_id = o.offer_id
),

-- Free parcels that are too small and lack nothing else for good, of sites where none of these is
-- large enough alone, and one has what the others may have from it.
joinable AS (
  SELECT
    r.site_id,
    array_agg(r.offer_id ORDER BY r.offer_id) AS parcel_ids,
    array_agg(r.offer_id ORDER BY r.offer_id) FILTER (WHERE r.in_need = 0) AS givers,
    max(r.points) AS points
  FROM ranked AS r
  WHERE r.market = 'ledig' AND r.hopeless = 0 AND cast(:min_m2 AS double precision) IS NOT NULL
  GROUP BY r.site_id
  HAVING
    bool_or(r.in_need = 0)
    AND bool_and(round(r.area_m2 / 100) < round(cast(:min_m2 AS double precision) / 100))
    AND round(sum(r.area_m2) / 100) >= round(cast(:min_m2 AS double precision) / 100)
)

SELECT
  coalesce((
    SELECT jsonb_object_agg(c.status, c.offers)
    FROM (SELECT
      r.status,
      count(*) AS offers
    FROM ranked AS r GROUP BY r.status) AS c
  ), '{}'::jsonb) AS counts,
  ARRAY(
    SELECT r.offer_id
    FROM ranked AS r
    WHERE r.place <= CASE r.status WHEN 'fits' THEN :most WHEN 'out' THEN :most_out ELSE :most_others END
    ORDER BY r.offer_id
  ) AS shown,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('parcel_ids', best.parcel_ids, 'givers', best.givers))
    FROM (
      SELECT
        j.parcel_ids,
        j.givers
      FROM joinable AS j
      ORDER BY round(j.points * 1e6) DESC, j.site_id
      LIMIT :most_sites
    ) AS best
  ), '[]'::jsonb) AS joinable
