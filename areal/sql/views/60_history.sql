-- What the public may know of how a published parcel became what it is: only what it says when both
-- it and its site were published, only public columns, an internal price never. What changed in a
-- hidden period is dated to the day it was shown. Who did it is an import, or the kommune: no names.
CREATE VIEW published.parcel_history AS
SELECT
  told.parcel_id,
  told.slug,
  told.step,
  told.done_at,
  batch.name AS import_name,
  batch.source_date AS import_date,
  told.before,
  told.after
FROM (
  SELECT
    shown.parcel_id,
    shown.slug,
    shown.done_at,
    shown.import_id,
    row_number() OVER sequence AS step,
    lag(shown.state) OVER sequence AS before,
    shown.state AS after
  FROM (
    SELECT
      p.parcel_id,
      p.slug,
      m.done_at,
      m.import_id,
      public_part.state
      || jsonb_build_object(
        'price_nok_m2', CASE WHEN open.price THEN m.state -> 'price_nok_m2' END,
        'price_public', open.price,
        'restrictions', held.told
      )
      || confirmed.told AS state
    FROM published.parcel AS p
    INNER JOIN areal.site AS s ON p.site_id = s.site_id
    INNER JOIN areal.parcel_moment AS m ON p.parcel_id = m.parcel_id
    -- What the kommune keeps to itself now is not told of the past either.
    CROSS JOIN
      LATERAL (
        SELECT
          (m.state ->> 'price_public')::boolean AND m.site_shows_price AND s.show_price AS price,
          m.site_shows_power AND s.show_power AS power
      ) AS open
    CROSS JOIN
      LATERAL (
        SELECT jsonb_object_agg(each.key, each.value) AS state
        FROM jsonb_each(m.state) AS each
        WHERE
          each.key = ANY(
            '{label,site,kommunenummer,matrikkel,outline,area_m2,buildable_area_m2,arealformaal,
            plan_kind,arealplan_id,planstatus,modenhet,market,available_from,owner_kind,
            price_public,bya_percent,max_height_m,power_mw_now,power_mw_planned,power_planned_from,
            power_source,power_date,power_status,water,water_distance_m,sewage,sewage_distance_m,
            fibre,fibre_distance_m,access,access_distance_m,permitted_activities,retail_m2,
            geotechnical_report}'::text[]
          )
          AND (open.power OR each.key NOT LIKE 'power%')
      ) AS public_part
    CROSS JOIN
      LATERAL (
        SELECT
          coalesce(
            jsonb_object_agg('verified_' || axis.key, axis.value -> 'verified_on'), '{}'::jsonb
          ) AS told
        FROM jsonb_each(m.verified) AS axis
        WHERE (axis.key <> 'price' OR open.price) AND (axis.key <> 'power' OR open.power)
      ) AS confirmed
    CROSS JOIN
      LATERAL (
        SELECT
          coalesce(
            jsonb_agg(
              item.value
              - '{parcel_id,position,changed_at,changed_by,changed_import}'::text[]
              ORDER BY item.ordinality
            ),
            '[]'::jsonb
          ) AS told
        FROM jsonb_array_elements(m.restrictions) WITH ORDINALITY AS item
      ) AS held
    WHERE (m.state ->> 'published')::boolean AND m.site_published
  ) AS shown
  WINDOW sequence AS (PARTITION BY shown.parcel_id, shown.slug ORDER BY shown.done_at)
) AS told
LEFT JOIN areal.import_batch AS batch ON told.import_id = batch.import_id
-- What only staff can see the difference of is no step.
WHERE told.before IS DISTINCT FROM told.after;
