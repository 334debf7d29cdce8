-- A site as it stands towards the public, with its parcels.
SELECT
  s.site_id,
  s.slug,
  s.name,
  s.kommunenummer,
  k.name AS kommune_name,
  s.published,
  s.archived,
  s.show_price,
  s.show_power,
  s.show_contact,
  s.withdraw_at,
  s.verified_on,
  EXISTS(SELECT 1 FROM areal.site_shown AS w WHERE w.slug = s.slug) AS was_public,
  coalesce(
    (
      SELECT
        jsonb_agg(
          jsonb_build_object(
            'parcel_id', p.parcel_id,
            'slug', p.slug,
            'label', p.label,
            'published', p.published,
            'owner_kind', p.owner_kind,
            'private', areal.needs_consent(p.owner_kind),
            'consented', areal.has_consent(p.parcel_id, cast(:day AS date))
          )
          ORDER BY p.label COLLATE "nb-x-icu", p.parcel_id -- noqa: RF03,RF05
        )
      FROM areal.parcel AS p
      WHERE p.site_id = s.site_id
    ),
    '[]'::jsonb
  ) AS parcels
FROM areal.site AS s
INNER JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
WHERE s.site_id = :site_id
