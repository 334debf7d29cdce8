-- Keep on record what the public sees from now on: a site that goes away later was here once.
INSERT INTO areal.site_shown (slug, name, kommunenummer, category, area_m2)
SELECT
  s.slug,
  s.name,
  s.kommunenummer,
  s.category,
  sum(p.area_m2) AS area_m2
FROM areal.publication AS pub
INNER JOIN areal.parcel_verdict AS v ON pub.run_id = v.run_id
INNER JOIN areal.parcel AS p ON v.parcel_id = p.parcel_id
INNER JOIN areal.site AS s ON p.site_id = s.site_id
WHERE p.published AND s.published
GROUP BY s.site_id
ON CONFLICT (slug) DO UPDATE SET
  name = excluded.name,
  kommunenummer = excluded.kommunenummer,
  category = excluded.category,
  area_m2 = excluded.area_m2
