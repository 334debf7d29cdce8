-- Every published parcel as an offer of its own, with the facts the questions are about.
SELECT
  p.parcel_id AS offer_id,
  ARRAY[p.parcel_id] AS parcel_ids,
  p.site_id,
  p.area_class,
  p.area_m2,
  p.market,
  p.available_from,
  held.until AS held_until,
  held.because AS held_because,
  coalesce(held.open_ended, FALSE) AS held_open,
  p.modenhet,
  p.power_mw_now,
  CASE WHEN p.power_planned_from IS NOT NULL THEN p.power_mw_planned END AS power_mw_planned,
  p.power_planned_from,
  p.water,
  p.sewage,
  p.fibre,
  nullif(p.permitted_activities, '{}') AS permitted_activities,
  p.overall,
  p.strip
FROM published.parcel AS p
LEFT JOIN (
  -- What has to be lifted before anything is built, and when the last of it is expected to be.
  SELECT
    r.parcel_id,
    max(r.expected_end) AS until,
    (array_agg(r.code ORDER BY r.expected_end DESC NULLS LAST, r.position))[1] AS because,
    bool_or(r.expected_end IS NULL AND r.code = ANY(cast(:lifted AS text[]))) AS open_ended
  FROM published.restriction AS r
  WHERE r.expected_end IS NOT NULL OR r.code = ANY(cast(:lifted AS text[]))
  GROUP BY r.parcel_id
) AS held ON p.parcel_id = held.parcel_id
WHERE
  (cast(:among AS bigint[]) IS NULL OR p.parcel_id = ANY(cast(:among AS bigint[])))
  AND (cast(:kommune AS text[]) IS NULL OR p.kommunenummer = ANY(cast(:kommune AS text[])))
