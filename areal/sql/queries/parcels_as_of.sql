-- Every parcel as it stood at :moment, published or not, with all the register knew; for staff.
WITH stood AS (
  SELECT p.*
  FROM areal.parcel AS p
  WHERE p.changed_at <= :moment
  UNION ALL
  SELECT r.*
  FROM areal.parcel_history AS h
  CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.parcel, h.state) AS r
  WHERE h.period @> cast(:moment AS timestamptz)
),

site AS (
  SELECT r.*
  FROM areal.site_as_of(:moment) AS kept (state)
  CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.site, kept.state) AS r
),

held AS (
  SELECT
    r.parcel_id,
    array_agg(r.code ORDER BY r.position) AS codes,
    jsonb_agg(
      jsonb_build_object(
        'code', r.code,
        'cause', r.cause,
        'source', r.source,
        'expected_end', r.expected_end,
        'note_nb', r.note_nb,
        'note_en', r.note_en
      ) ORDER BY r.position
    ) AS details
  FROM areal.restriction_as_of(:moment) AS kept (state)
  CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.restriction, kept.state) AS r
  GROUP BY r.parcel_id
),

confirmed AS (
  SELECT
    v.parcel_id,
    jsonb_object_agg(v.axis, v.verified_on) AS days,
    jsonb_agg(
      jsonb_build_object(
        'axis', v.axis, 'on', v.verified_on, 'by', v.verified_by, 'how', v.verified_how
      ) ORDER BY v.axis
    ) AS details
  FROM areal.verification_as_of(:moment) AS kept (state)
  CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.verification, kept.state) AS v
  GROUP BY v.parcel_id
)

SELECT
  p.slug,
  p.label,
  site.slug AS site,
  site.name AS site_name,
  p.kommunenummer,
  k.name AS kommune,
  p.matrikkel,
  p.area_m2,
  p.buildable_area_m2,
  p.arealformaal,
  p.plan_kind,
  p.arealplan_id,
  p.planstatus,
  p.modenhet,
  p.market,
  p.available_from,
  p.owner_kind,
  p.price_nok_m2::double precision AS price_nok_m2,
  p.price_public,
  p.bya_percent::double precision AS bya_percent,
  p.max_height_m::double precision AS max_height_m,
  p.power_mw_now::double precision AS power_mw_now,
  p.power_mw_planned::double precision AS power_mw_planned,
  p.power_planned_from,
  p.power_source,
  p.power_date,
  p.power_status,
  p.water,
  p.water_distance_m,
  p.sewage,
  p.sewage_distance_m,
  p.fibre,
  p.fibre_distance_m,
  p.access,
  p.access_distance_m,
  p.permitted_activities,
  p.retail_m2,
  p.geotechnical_report,
  held.codes AS restrictions,
  held.details AS restriction_details,
  confirmed.days ->> 'plan' AS verified_plan,
  confirmed.days ->> 'modenhet' AS verified_modenhet,
  confirmed.days ->> 'market' AS verified_market,
  confirmed.days ->> 'ownership' AS verified_ownership,
  confirmed.days ->> 'price' AS verified_price,
  confirmed.days ->> 'power' AS verified_power,
  confirmed.days ->> 'utilities' AS verified_utilities,
  confirmed.details AS verification_details,
  p.changed_at AS updated_at,
  coalesce(batch.sample, FALSE) AS sample,
  p.published,
  p.changed_by,
  made.name AS import_name,
  CASE :shape
    WHEN 'wkb' THEN ST_AsBinary(p.geom)
  END AS wkb,
  CASE :shape
    WHEN 'wkt' THEN ST_AsText(p.geom, 3)
    WHEN 'geojson' THEN ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Transform(p.geom, 4326)), 9, 0)
  END AS outline
FROM stood AS p
LEFT JOIN site ON p.site_id = site.site_id
LEFT JOIN areal.kommune AS k ON p.kommunenummer = k.kommunenummer
LEFT JOIN held ON p.parcel_id = held.parcel_id
LEFT JOIN confirmed ON p.parcel_id = confirmed.parcel_id
LEFT JOIN areal.import_batch AS batch ON p.import_id = batch.import_id
LEFT JOIN areal.import_batch AS made ON p.changed_import = made.import_id
WHERE cast(:kommune AS text[]) IS NULL OR p.kommunenummer = ANY(cast(:kommune AS text[]))
ORDER BY p.parcel_id
