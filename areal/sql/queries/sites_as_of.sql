-- Every site as it stood at :moment, published or not; its outline is that of its parcels then.
WITH shown AS (
  SELECT
    m.site_id,
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
  FROM areal.site_media_as_of(:moment) AS kept (state)
  CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.site_media, kept.state) AS m
  GROUP BY m.site_id
),

land AS (
  SELECT
    stood.site_id,
    ST_Multi(ST_Union(stood.geom)) AS geom
  FROM (
    SELECT
      p.site_id,
      p.geom
    FROM areal.parcel AS p
    WHERE p.changed_at <= :moment
    UNION ALL
    SELECT
      r.site_id,
      r.geom
    FROM areal.parcel_history AS h
    CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.parcel, h.state) AS r
    WHERE h.period @> cast(:moment AS timestamptz)
  ) AS stood
  GROUP BY stood.site_id
)

SELECT
  s.slug,
  s.name,
  s.kommunenummer,
  k.name AS kommune,
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
  coalesce(batch.sample, FALSE) AS sample,
  s.published,
  s.changed_at AS updated_at,
  s.changed_by,
  made.name AS import_name,
  CASE :shape
    WHEN 'wkb' THEN ST_AsBinary(land.geom)
  END AS wkb,
  CASE :shape
    WHEN 'wkt' THEN ST_AsText(land.geom, 3)
    WHEN 'geojson' THEN ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Transform(land.geom, 4326)), 9, 0)
  END AS outline
FROM areal.site_as_of(:moment) AS kept (state)
CROSS JOIN LATERAL jsonb_populate_record(NULL::areal.site, kept.state) AS s
LEFT JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
LEFT JOIN shown ON s.site_id = shown.site_id
LEFT JOIN land ON s.site_id = land.site_id
LEFT JOIN areal.import_batch AS batch ON s.import_id = batch.import_id
LEFT JOIN areal.import_batch AS made ON s.changed_import = made.import_id
WHERE cast(:kommune AS text[]) IS NULL OR s.kommunenummer = ANY(cast(:kommune AS text[]))
ORDER BY s.site_id
