-- Every published site by the names the exports use; its outline is that of its published parcels.
SELECT
  s.slug,
  s.name,
  s.kommunenummer,
  s.kommune_name AS kommune,
  s.category,
  s.area_class,
  s.description_nb,
  s.description_en,
  s.highlights_nb,
  s.highlights_en,
  s.focus_areas,
  s.contact_role,
  s.contact_email,
  s.contact_phone,
  s.verified_on,
  s.verified_by,
  s.verified_how,
  shown.details AS media_details,
  s.parcels,
  s.area_m2,
  s.free_m2,
  s.smallest_free_m2,
  s.largest_free_m2,
  s.readiness,
  s.power_mw_now::double precision AS power_mw_now,
  s.overall,
  s.sample,
  CASE :shape
    WHEN 'wkb' THEN ST_AsBinary(land.geom)
  END AS wkb,
  CASE :shape
    WHEN 'wkt' THEN ST_AsText(land.geom, 3)
    WHEN 'geojson' THEN ST_AsGeoJSON(ST_ForcePolygonCCW(land.geom_wgs84), 9, 0)
  END AS outline
FROM published.site AS s
LEFT JOIN LATERAL (
  SELECT
    jsonb_agg(
      jsonb_build_object(
        'kind', m.kind,
        'url', m.url,
        'alt_nb', m.alt_nb,
        'alt_en', m.alt_en,
        'credit', m.credit,
        'licence', m.licence
      ) ORDER BY m.position
    ) AS details
  FROM published.site_media AS m
  WHERE m.site_id = s.site_id
) AS shown ON TRUE
-- United, so that neighbours which share a border make a valid shape.
LEFT JOIN (
  SELECT
    p.site_id,
    ST_Multi(ST_Union(p.geom)) AS geom,
    ST_Multi(ST_Union(p.geom_wgs84)) AS geom_wgs84
  FROM published.parcel AS p
  GROUP BY p.site_id
) AS land ON s.site_id = land.site_id
WHERE
  (cast(:kommune AS text[]) IS NULL OR s.kommunenummer = ANY(cast(:kommune AS text[])))
  AND (cast(:sites AS text[]) IS NULL OR s.slug = ANY(cast(:sites AS text[])))
ORDER BY s.site_id
