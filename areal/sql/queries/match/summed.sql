-- What each offer comes to; reads `judged`. An offer is near when it is for sale and what it must
-- have and lacks is dated, or is no more than :short away from what is asked.
SELECT
  t.offer_id,
  t.points,
  t.fits_from,
  t.failing,
  t.market_fails,
  CASE
    WHEN t.failing = 0 AND t.unknown = 0 THEN 'fits'
    WHEN t.failing = 0 THEN 'unclear'
    WHEN NOT t.market_fails AND t.failing <= 2 AND t.failing = t.within_reach THEN 'near'
    ELSE 'out'
  END AS status,
  t.hopeless,
  t.in_need
FROM (
  SELECT
    j.offer_id,
    sum(j.possible * coalesce(j.share, 0)) AS points,
    count(*) FILTER (WHERE j.must AND j.share < 1) AS failing,
    count(*) FILTER (WHERE j.must AND j.share IS NULL) AS unknown,
    -- What a parcel lacks for good, area apart: of that what a neighbour would not help with, and
    -- what it would, since the whole has what one of its parcels has (see together.sql).
    count(*) FILTER (
      WHERE j.must AND j.share < 1 AND j.fits_from IS NULL
      AND (j.part IN ('market', 'use', 'ready', 'jobs', 'verdict') OR (j.part = 'when' AND j.share < :short))
    ) AS hopeless,
    count(*) FILTER (
      WHERE j.must AND j.share < 1 AND j.fits_from IS NULL
      AND (
        j.part IN ('water', 'sewage', 'fibre') OR (j.part IN ('power', 'near') AND j.share < :short)
      )
    ) AS in_need,
    count(*) FILTER (
      WHERE j.must AND j.share < 1 AND (
        j.fits_from IS NOT NULL OR (j.share >= :short AND j.part IN ('area', 'power', 'near', 'when'))
      )
    ) AS within_reach,
    coalesce(bool_or(j.part = 'market' AND coalesce(j.share, 1) < 1), FALSE) AS market_fails,
    -- The day everything it must have is there; none where something else is missing too.
    CASE
      WHEN bool_and(j.fits_from IS NOT NULL) FILTER (WHERE j.must AND coalesce(j.share, 0) < 1)
        THEN max(j.fits_from) FILTER (WHERE j.must AND coalesce(j.share, 0) < 1)
    END AS fits_from
  FROM judged AS j
  GROUP BY j.offer_id
) AS t
