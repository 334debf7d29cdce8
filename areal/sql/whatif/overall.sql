-- How many published parcels, and how much land, have which overall verdict before and after.
SELECT
  side.after,
  side.verdict,
  count(*) AS parcels,
  round(sum(p.area_m2)::numeric, 1)::double precision AS area_m2
FROM published.parcel AS p
LEFT JOIN pg_temp.turned AS t ON p.parcel_id = t.parcel_id
CROSS JOIN
  LATERAL (VALUES (FALSE, p.overall), (TRUE, coalesce(t.after, p.overall)))
    AS side (after, verdict)
GROUP BY side.after, side.verdict
