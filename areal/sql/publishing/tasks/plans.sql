-- Parcels on which a newer edition of a layer of plans says something else than the published one, and
-- whose plan nobody has looked at since it came.
SELECT
  p.kommunenummer,
  s.site_id,
  s.name AS site_name,
  p.parcel_id,
  p.label,
  jsonb_build_object(
    'layer_nb', m.title_nb, 'layer_en', m.title_en, 'source_date', m.source_date,
    'before', m.before, 'after', m.after
  ) AS detail
FROM areal.plans_moved(cast(:kommuner AS text[])) AS m
INNER JOIN areal.parcel AS p ON m.parcel_id = p.parcel_id
INNER JOIN areal.site AS s ON p.site_id = s.site_id
WHERE NOT s.archived
ORDER BY s.name COLLATE "nb-x-icu", p.label COLLATE "nb-x-icu" -- noqa: RF03,RF05
