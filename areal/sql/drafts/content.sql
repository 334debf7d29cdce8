SELECT
  s.slug,
  s.name,
  jsonb_build_object(
    'site', to_jsonb(s) - '{site_id,slug,published,import_id,changed_at,changed_by,changed_import,
    show_price,show_power,show_contact,archived,withdraw_at}'::text[],
    'parcels', coalesce(
      (
        SELECT
          jsonb_agg(
            jsonb_build_object(
              'parcel_id', p.parcel_id,
              'key', p.slug,
              'fields', to_jsonb(p) - '{parcel_id,slug,geom,geom_wgs84,site_id,published,import_id,
              changed_at,changed_by,changed_import,source_id,source_key,matrikkel}'::text[],
              'geometry', NULL,
              'removed', FALSE,
              'matrikkel', to_jsonb(p.matrikkel),
              'restrictions', '[]'::jsonb
            ) ORDER BY p.parcel_id
          )
        FROM areal.parcel AS p WHERE p.site_id = s.site_id
      ), '[]'::jsonb
    ),
    'media', '[]'::jsonb
  ) AS content
FROM areal.site AS s
WHERE s.site_id = :site_id
