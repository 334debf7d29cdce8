-- The parcels of which something differs, what became stricter first.
SELECT
  v.slug,
  v.label,
  coalesce(s.name, v.site) AS site_name,
  v.kommunenummer,
  coalesce(k.name, v.kommunenummer) AS kommune_name,
  v.before,
  v.after,
  v.movement,
  v.verdicts_before,
  v.verdicts_after
FROM parcel_verdicts AS v
LEFT JOIN areal.site AS s ON v.site = s.slug
LEFT JOIN areal.kommune AS k ON v.kommunenummer = k.kommunenummer
WHERE
  EXISTS (SELECT 1 FROM difference AS d WHERE d.subject_kind = 'parcel' AND d.subject = v.subject)
ORDER BY array_position(ARRAY['worse', 'better', 'other', 'same'], v.movement), v.slug COLLATE "C"
