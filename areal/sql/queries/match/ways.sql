-- What the distances of each offer come to; reads `near`. What is not measured has no row there.
SELECT
  n.offer_id,
  count(*) AS measured,
  sum(n.possible * n.share) AS points,
  count(*) FILTER (WHERE n.must AND n.share < 1) AS failing,
  count(*) FILTER (WHERE n.must AND n.share < 1 AND n.share >= :short) AS within_reach
FROM near AS n
GROUP BY n.offer_id
