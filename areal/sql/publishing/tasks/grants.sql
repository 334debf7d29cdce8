-- Grants that lapse soon.
SELECT
  p.kommunenummer,
  s.site_id,
  s.name AS site_name,
  p.parcel_id,
  p.label,
  jsonb_build_object(
    'grant_id', g.grant_id, 'rule', g.rule_code, 'until', g.valid_until, 'case', g.case_ref
  ) AS detail
FROM areal.deviation_grant AS g
INNER JOIN areal.parcel AS p ON g.parcel_id = p.parcel_id
INNER JOIN areal.site AS s ON p.site_id = s.site_id
WHERE
  g.withdrawn_on IS NULL
  AND g.valid_until BETWEEN cast(:day AS date) AND cast(:soon AS date)
  AND NOT s.archived
  AND p.kommunenummer = ANY(cast(:kommuner AS text[]))
ORDER BY g.valid_until, s.name COLLATE "nb-x-icu" -- noqa: RF03,RF05
