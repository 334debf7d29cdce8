-- What each offer comes to; reads `wide` and `ways`. An offer is near when it is for sale and at most two
-- things it must have are lacking, each dated, or no more than :short away from what is asked.
-- Written out part by part: a row for each part would take six times as long over 100 000 parcels.
SELECT
  t.offer_id,
  t.points,
  t.failing,
  CASE WHEN t.failing + t.unknown = t.dated THEN t.latest END AS fits_from,
  CASE
    WHEN t.failing = 0 AND t.unknown = 0 THEN 'fits'
    WHEN t.failing = 0 THEN 'unclear'
    WHEN NOT t.sold AND t.failing <= 2 AND t.failing = t.within_reach THEN 'near'
    ELSE 'out'
  END AS status,
  t.hopeless,
  t.in_need
FROM (
  SELECT
    w.offer_id,
    coalesce(w.market < 1, FALSE) AS sold,
    coalesce(w.market, 0) * cast(:p_market AS double precision)
    + coalesce(w.permitted, 0) * cast(:p_use AS double precision)
    + coalesce(w.fit, 0) * cast(:p_fit AS double precision)
    + coalesce(w.area, 0) * cast(:p_area AS double precision)
    + coalesce(w.power, 0) * cast(:p_power AS double precision)
    + coalesce(w.water, 0) * cast(:p_water AS double precision)
    + coalesce(w.sewage, 0) * cast(:p_sewage AS double precision)
    + coalesce(w.fibre, 0) * cast(:p_fibre AS double precision)
    + coalesce(w.free, 0) * cast(:p_when AS double precision)
    + coalesce(w.ready, 0) * cast(:p_ready AS double precision)
    + coalesce(w.jobs, 0) * cast(:p_jobs AS double precision)
    + coalesce(w.verdict, 0) * cast(:p_verdict AS double precision)
    + w.mentioned * cast(:p_word AS double precision) + coalesce(ways.points, 0) AS points,
    no.market + no.permitted + no.area + no.power + no.water + no.sewage
    + no.fibre + no.free + no.ready + no.jobs + no.verdict
    + coalesce(ways.failing, 0) AS failing,
    (cast(:m_market AS boolean) AND w.market IS NULL)::integer
    + (cast(:m_use AS boolean) AND w.permitted IS NULL)::integer
    + (cast(:m_area AS boolean) AND w.area IS NULL)::integer
    + (cast(:m_power AS boolean) AND w.power IS NULL)::integer
    + (cast(:m_water AS boolean) AND w.water IS NULL)::integer
    + (cast(:m_sewage AS boolean) AND w.sewage IS NULL)::integer
    + (cast(:m_fibre AS boolean) AND w.fibre IS NULL)::integer
    + (cast(:m_when AS boolean) AND w.free IS NULL)::integer
    + (cast(:m_ready AS boolean) AND w.ready IS NULL)::integer
    + (cast(:m_jobs AS boolean) AND w.jobs IS NULL)::integer
    + (cast(:m_verdict AS boolean) AND w.verdict IS NULL)::integer
    + CASE WHEN cast(:m_near AS boolean) THEN cast(:nears AS integer) - coalesce(ways.measured, 0) ELSE 0 END
    + CASE WHEN cast(:m_word AS boolean) THEN cast(:words AS integer) - w.mentioned ELSE 0 END AS unknown,
    -- Of what must be there and is not, or is not known: how much has a day, and the last of them.
    (later.power IS NOT NULL)::integer + (later.free IS NOT NULL)::integer AS dated,
    greatest(later.power, later.free) AS latest,
    little.area + coalesce(ways.within_reach, 0)
    + CASE WHEN later.power IS NOT NULL THEN no.power ELSE little.power END
    + CASE WHEN later.free IS NOT NULL THEN no.free ELSE little.free END AS within_reach,
    -- What a parcel lacks for good, area apart: of that what a neighbour would not help with, and what
    -- it would, since the whole has what one of its parcels has (see together.sql).
    no.market + no.permitted + no.ready + no.jobs + no.verdict
    + CASE WHEN later.free IS NULL THEN no.free - little.free ELSE 0 END AS hopeless,
    no.water + no.sewage + no.fibre + coalesce(ways.failing - ways.within_reach, 0)
    + CASE WHEN later.power IS NULL THEN no.power - little.power ELSE 0 END AS in_need
  FROM wide AS w
  LEFT JOIN ways ON w.offer_id = ways.offer_id
  CROSS JOIN
    LATERAL (
      SELECT
        (cast(:m_market AS boolean) AND coalesce(w.market < 1, FALSE))::integer AS market,
        (cast(:m_use AS boolean) AND coalesce(w.permitted < 1, FALSE))::integer AS permitted,
        (cast(:m_area AS boolean) AND coalesce(w.area < 1, FALSE))::integer AS area,
        (cast(:m_power AS boolean) AND coalesce(w.power < 1, FALSE))::integer AS power,
        (cast(:m_water AS boolean) AND coalesce(w.water < 1, FALSE))::integer AS water,
        (cast(:m_sewage AS boolean) AND coalesce(w.sewage < 1, FALSE))::integer AS sewage,
        (cast(:m_fibre AS boolean) AND coalesce(w.fibre < 1, FALSE))::integer AS fibre,
        (cast(:m_when AS boolean) AND coalesce(w.free < 1, FALSE))::integer AS free,
        (cast(:m_ready AS boolean) AND coalesce(w.ready < 1, FALSE))::integer AS ready,
        (cast(:m_jobs AS boolean) AND coalesce(w.jobs < 1, FALSE))::integer AS jobs,
        (cast(:m_verdict AS boolean) AND coalesce(w.verdict < 1, FALSE))::integer AS verdict
    ) AS no
  CROSS JOIN
    LATERAL (
      SELECT
        no.area * (w.area >= :short)::integer AS area,
        no.power * coalesce(w.power >= :short, FALSE)::integer AS power,
        no.free * coalesce(w.free >= :short, FALSE)::integer AS free
    ) AS little
  CROSS JOIN LATERAL (
    SELECT
      CASE WHEN cast(:m_power AS boolean) AND coalesce(w.power, 0) < 1 THEN w.power_from END AS power,
      CASE WHEN cast(:m_when AS boolean) AND coalesce(w.free, 0) < 1 THEN w.free_from END AS free
  ) AS later
) AS t
