SELECT
  count(*) AS "all",
  count(*) FILTER (WHERE e.stage NOT IN ('settled', 'lost')) AS open,
  count(*) FILTER (WHERE e.answered_at IS NULL AND e.stage NOT IN ('settled', 'lost')) AS unanswered,
  count(*) FILTER (WHERE e.stage = 'new') AS new,
  count(*) FILTER (WHERE e.stage = 'talking') AS talking,
  count(*) FILTER (WHERE e.stage = 'visit') AS visit,
  count(*) FILTER (WHERE e.stage = 'offer') AS offer,
  count(*) FILTER (WHERE e.stage = 'settled') AS settled,
  count(*) FILTER (WHERE e.stage = 'lost') AS lost
FROM areal.enquiry AS e
