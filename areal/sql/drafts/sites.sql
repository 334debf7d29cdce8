-- The sites staff work with, by kommune and name, with the draft of each that is open.
SELECT
  s.site_id,
  coalesce(d.title, s.name) AS name,
  s.kommunenummer,
  k.name AS kommune,
  s.published,
  coalesce(land.parcels, 0) AS parcels,
  coalesce(land.area_m2, 0) AS area_m2,
  d.draft_id,
  d.state,
  d.changed_at,
  d.changed_by
FROM areal.site AS s
INNER JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
LEFT JOIN (
  SELECT
    p.site_id,
    count(*) AS parcels,
    sum(p.area_m2) AS area_m2
  FROM areal.parcel AS p
  GROUP BY p.site_id
) AS land ON s.site_id = land.site_id
LEFT JOIN areal.draft AS d
  ON s.site_id = d.site_id AND d.state IN ('kladd', 'til_godkjenning', 'endring_onsket')
WHERE s.kommunenummer = ANY(cast(:kommuner AS text[]))
UNION ALL
SELECT
  NULL,
  d.title,
  d.kommunenummer,
  k.name,
  FALSE,
  jsonb_array_length(d.content -> 'parcels'),
  0,
  d.draft_id,
  d.state,
  d.changed_at,
  d.changed_by
FROM areal.draft AS d
INNER JOIN areal.kommune AS k ON d.kommunenummer = k.kommunenummer
WHERE
  d.site_id IS NULL
  AND d.state IN ('kladd', 'til_godkjenning', 'endring_onsket')
  AND d.kommunenummer = ANY(cast(:kommuner AS text[]))
ORDER BY kommune, name
