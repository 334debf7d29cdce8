-- Every published parcel by the names the exports use; :shape says how its outline is written:
-- wkb and wkt (EPSG:25833, wkt in millimetres) or geojson (WGS 84, a tenth of a millimetre).
SELECT
  p.slug,
  p.label,
  p.site_slug AS site,
  p.site_name,
  p.kommunenummer,
  p.kommune_name AS kommune,
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
  p.overall,
  p.updated_at,
  p.sample,
  CASE :shape
    WHEN 'wkb' THEN ST_AsBinary(p.geom)
  END AS wkb,
  CASE :shape
    WHEN 'wkt' THEN ST_AsText(p.geom, 3)
    WHEN 'geojson' THEN ST_AsGeoJSON(ST_ForcePolygonCCW(p.geom_wgs84), 9, 0)
  END AS outline
FROM published.parcel AS p
LEFT JOIN LATERAL (
  SELECT
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
  FROM published.restriction AS r
  WHERE r.parcel_id = p.parcel_id
) AS held ON TRUE
LEFT JOIN LATERAL (
  SELECT
    jsonb_object_agg(v.axis, v.verified_on) AS days,
    jsonb_agg(
      jsonb_build_object(
        'axis', v.axis, 'on', v.verified_on, 'by', v.verified_by, 'how', v.verified_how
      ) ORDER BY v.axis
    ) AS details
  FROM published.verification AS v
  WHERE v.parcel_id = p.parcel_id
) AS confirmed ON TRUE
WHERE
  (cast(:kommune AS text[]) IS NULL OR p.kommunenummer = ANY(cast(:kommune AS text[])))
  AND (cast(:sites AS text[]) IS NULL OR p.site_slug = ANY(cast(:sites AS text[])))
ORDER BY p.parcel_id
