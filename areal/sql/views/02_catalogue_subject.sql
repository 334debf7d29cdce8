-- Every parcel as the rules see it. Only what a rule may name is here (strategy/attributes.py), so
-- that nothing else, such as who changed a row, makes a parcel count as changed.
CREATE VIEW areal.catalogue_subject AS
SELECT
  p.parcel_id,
  p.slug,
  p.kommunenummer,
  k.region_id,
  p.site_id,
  p.published AND s.published AS published,
  p.area_m2,
  p.geom,
  told.attrs,
  md5(
    concat_ws(
      '|', p.slug, p.kommunenummer, k.region_id, p.published AND s.published, p.area_m2,
      told.attrs, md5(ST_AsBinary(p.geom))
    )
  )::uuid AS digest
FROM areal.parcel AS p
INNER JOIN areal.site AS s ON p.site_id = s.site_id
INNER JOIN areal.kommune AS k ON p.kommunenummer = k.kommunenummer
INNER JOIN LATERAL (
  SELECT
    joined.parcel_id,
    CASE
      WHEN joined.cluster IS NOT NULL
        THEN sum(joined.area_m2) OVER (PARTITION BY joined.cluster) / 1000
    END AS contiguous_daa
  FROM (
    SELECT
      q.parcel_id,
      q.area_m2,
      -- Parcels less than 15 m apart are one run of land: the width of an internal road.
      ST_ClusterDBSCAN(CASE WHEN q.published THEN q.geom END, 15, 1) OVER () AS cluster
    FROM areal.parcel AS q
    WHERE q.site_id = s.site_id
  ) AS joined
) AS land ON p.parcel_id = land.parcel_id
LEFT JOIN LATERAL (
  SELECT jsonb_object_agg('verified_' || v.axis, v.verified_on) AS attrs
  FROM areal.verification AS v
  WHERE v.parcel_id = p.parcel_id AND (v.axis <> 'power' OR s.show_power)
) AS verified ON TRUE
CROSS JOIN LATERAL (
  SELECT to_jsonb(r) || coalesce(verified.attrs, '{}'::jsonb) AS attrs
  FROM (
    SELECT
      p.slug,
      p.label,
      p.kommunenummer,
      p.kommune_share,
      p.matrikkel,
      p.area_m2,
      p.area_m2 / 1000 AS area_daa,
      land.contiguous_daa,
      p.buildable_area_m2,
      p.arealformaal,
      p.plan_kind,
      p.arealplan_id,
      p.planstatus,
      p.modenhet,
      p.market,
      p.available_from,
      p.owner_kind,
      p.price_public AND s.show_price AS price_public,
      -- What is kept internal is not known to a rule: findings are public.
      CASE WHEN p.price_public AND s.show_price THEN p.price_nok_m2 END AS price_nok_m2,
      p.bya_percent,
      p.max_height_m,
      CASE WHEN s.show_power THEN p.power_mw_now END AS power_mw_now,
      CASE WHEN s.show_power THEN p.power_mw_planned END AS power_mw_planned,
      CASE WHEN s.show_power THEN p.power_planned_from END AS power_planned_from,
      CASE WHEN s.show_power THEN p.power_source END AS power_source,
      CASE WHEN s.show_power THEN p.power_date END AS power_date,
      CASE WHEN s.show_power THEN p.power_status END AS power_status,
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
      p.published,
      s.slug AS site,
      s.category,
      s.area_class,
      s.focus_areas,
      CASE WHEN s.show_contact THEN s.contact_role END AS contact_role,
      CASE WHEN s.show_contact THEN s.contact_email END AS contact_email,
      CASE WHEN s.show_contact THEN s.contact_phone END AS contact_phone,
      s.verified_on AS site_verified_on
  ) AS r
) AS told;
