-- Parcels taken together as one offer; reads `plot`. What one of them has at its border the whole
-- has; what holds one of them back holds the whole back; what is not known of one is not known of
-- the whole. Power is that of the best parcel: the same capacity is often told of several, and a sum
-- would promise it twice.
SELECT
  -g.number AS offer_id,
  g.parcel_ids,
  min(p.site_id) AS site_id,
  min(p.area_class) AS area_class,
  sum(p.area_m2) AS area_m2,
  CASE
    WHEN bool_and(p.market = 'ledig') THEN 'ledig'
    ELSE min(p.market) FILTER (WHERE p.market <> 'ledig')
  END AS market,
  CASE WHEN bool_and(p.available_from IS NOT NULL) THEN max(p.available_from) END AS available_from,
  max(p.held_until) AS held_until,
  (array_agg(p.held_because ORDER BY p.held_until DESC NULLS LAST))[1] AS held_because,
  bool_or(p.held_open) AS held_open,
  CASE WHEN bool_and(p.modenhet IS NOT NULL) THEN min(p.modenhet) END AS modenhet,
  max(p.power_mw_now) AS power_mw_now,
  (array_agg(p.power_mw_planned ORDER BY p.power_mw_planned DESC NULLS LAST))[1] AS power_mw_planned,
  (array_agg(p.power_planned_from ORDER BY p.power_mw_planned DESC NULLS LAST))[1]
    AS power_planned_from,
  CASE
    WHEN bool_or(p.water = 'ja') THEN 'ja' WHEN bool_and(p.water = 'nei') THEN 'nei' ELSE 'ukjent'
  END AS water,
  CASE
    WHEN bool_or(p.sewage = 'ja') THEN 'ja' WHEN bool_and(p.sewage = 'nei') THEN 'nei' ELSE 'ukjent'
  END AS sewage,
  CASE
    WHEN bool_or(p.fibre = 'ja') THEN 'ja' WHEN bool_and(p.fibre = 'nei') THEN 'nei' ELSE 'ukjent'
  END AS fibre,
  -- A use all of them permit; one that is told to lack it is enough for a no.
  CASE
    WHEN bool_or(p.permitted_activities <> '{}' AND NOT p.permitted_activities @> ARRAY[cast(:use AS text)])
      THEN ARRAY['']
    WHEN bool_and(p.permitted_activities IS NOT NULL) THEN ARRAY[cast(:use AS text)]
  END AS permitted_activities,
  (cast(:overall_worst_first AS text[]))[
    min(array_position(cast(:overall_worst_first AS text[]), p.overall))
  ] AS overall,
  (
    SELECT array_agg((cast(:worst_first AS text[]))[cell.severity] ORDER BY cell.place)
    FROM (
      SELECT
        c.place,
        min(array_position(cast(:worst_first AS text[]), c.verdict)) AS severity
      FROM plot AS each
      CROSS JOIN LATERAL unnest(each.strip) WITH ORDINALITY AS c (verdict, place)
      WHERE each.offer_id = ANY(g.parcel_ids)
      GROUP BY c.place
    ) AS cell
  ) AS strip
FROM (
  SELECT
    row_number() OVER () AS number,
    ARRAY(SELECT jsonb_array_elements_text(s.value)::bigint) AS parcel_ids
  FROM jsonb_array_elements(cast(:sets AS jsonb)) AS s (value)
) AS g
INNER JOIN plot AS p ON p.offer_id = ANY(g.parcel_ids)
GROUP BY g.number, g.parcel_ids
