-- Private land that is public without an owner's word for it, or soon will be.
SELECT
  p.kommunenummer,
  s.site_id,
  s.name AS site_name,
  p.parcel_id,
  p.label,
  jsonb_build_object('until', last.until) AS detail
FROM areal.parcel AS p
INNER JOIN areal.site AS s ON p.site_id = s.site_id
LEFT JOIN LATERAL (
  SELECT max(coalesce(c.valid_until, 'infinity'::date)) AS until
  FROM areal.owner_consent AS c
  WHERE
    c.parcel_id = p.parcel_id
    AND c.withdrawn_on IS NULL
    AND c.given_on <= cast(:day AS date)
    AND coalesce(c.valid_until, 'infinity'::date) >= cast(:day AS date)
) AS last ON TRUE
WHERE
  p.published AND s.published
  AND areal.needs_consent(p.owner_kind)
  AND coalesce(last.until <= cast(:soon AS date), TRUE)
  AND p.kommunenummer = ANY(cast(:kommuner AS text[]))
ORDER BY last.until NULLS FIRST, s.name COLLATE "nb-x-icu", p.label COLLATE "nb-x-icu" -- noqa: RF03,RF05
