SELECT
  s.site_id,
  s.slug,
  s.name,
  s.kommunenummer,
  s.kommune_name,
  s.category,
  s.area_class,
  s.description_nb,
  s.description_en,
  s.highlights_nb,
  s.highlights_en,
  s.focus_areas,
  s.contact_role,
  s.contact_email,
  s.contact_phone,
  s.verified_on,
  s.verified_by,
  s.verified_how,
  s.sample,
  s.area_m2,
  s.smallest_free_m2,
  s.largest_free_m2,
  ST_XMin(s.geom_wgs84) AS west,
  ST_YMin(s.geom_wgs84) AS south,
  ST_XMax(s.geom_wgs84) AS east,
  ST_YMax(s.geom_wgs84) AS north
FROM published.site AS s
-- By number, not by slug: that way the view sums up the parcels of this site alone.
WHERE s.site_id = (
  SELECT DISTINCT p.site_id
  FROM published.parcel AS p
  WHERE p.site_slug = :slug
)
