-- The sites of some kommuner as they stand towards the public.
SELECT
  s.site_id,
  s.name,
  s.kommunenummer,
  k.name AS kommune_name,
  s.published,
  s.archived,
  s.withdraw_at,
  s.verified_on,
  count(p.parcel_id) AS parcels,
  count(p.parcel_id) FILTER (WHERE p.published) AS shown,
  count(p.parcel_id) FILTER (
    WHERE areal.needs_consent(p.owner_kind) AND NOT areal.has_consent(p.parcel_id, :day)
  ) AS lacking
FROM areal.site AS s
INNER JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
LEFT JOIN areal.parcel AS p ON s.site_id = p.site_id
WHERE s.kommunenummer = ANY(cast(:kommuner AS text[]))
GROUP BY s.site_id, k.name
ORDER BY s.archived, k.name COLLATE "nb-x-icu", s.name COLLATE "nb-x-icu" -- noqa: RF03,RF05
