-- All that is kept of a site and what belongs to it, as a draft holds it. What the database works out
-- itself (areas, kommune of a parcel, who changed what) is no part of it.
SELECT
  jsonb_build_object(
    'site', to_jsonb(s) - ARRAY[
      'site_id', 'kommunenummer', 'import_id', 'changed_at', 'changed_by', 'changed_import',
      'show_price', 'show_power', 'show_contact', 'archived', 'withdraw_at'
    ],
    'parcels', coalesce(
      (
        SELECT
          jsonb_agg(
            jsonb_build_object(
              'parcel_id', p.parcel_id,
              'key', 'p' || p.parcel_id,
              'fields', to_jsonb(p) - ARRAY[
                'parcel_id', 'site_id', 'kommunenummer', 'kommune_share', 'boundary_version_id',
                'geom', 'geom_wgs84', 'area_m2', 'matrikkel', 'changed_at', 'changed_by',
                'changed_import'
              ],
              'geometry', ST_AsGeoJSON(p.geom, 6)::jsonb,
              'removed', FALSE,
              'matrikkel', p.matrikkel,
              'verified', coalesce(
                (
                  SELECT
                    jsonb_object_agg(
                      v.axis,
                      jsonb_build_object(
                        'on', v.verified_on, 'by', v.verified_by, 'how', v.verified_how
                      )
                    )
                  FROM areal.verification AS v WHERE v.parcel_id = p.parcel_id
                ),
                '{}'::jsonb
              ),
              'restrictions', coalesce(
                (
                  SELECT
                    jsonb_agg(
                      to_jsonb(r)
                      - '{parcel_id,position,changed_at,changed_by,changed_import}'::text[]
                      ORDER BY r.position
                    )
                  FROM areal.restriction AS r WHERE r.parcel_id = p.parcel_id
                ),
                '[]'::jsonb
              )
            )
            ORDER BY p.parcel_id
          )
        FROM areal.parcel AS p WHERE p.site_id = s.site_id
      ),
      '[]'::jsonb
    ),
    'media', coalesce(
      (
        SELECT
          jsonb_agg(
            to_jsonb(m) - '{site_id,position,changed_at,changed_by,changed_import}'::text[]
            ORDER BY m.position
          )
        FROM areal.site_media AS m WHERE m.site_id = s.site_id
      ),
      '[]'::jsonb
    )
  )
FROM areal.site AS s
WHERE s.site_id = :site_id
