-- The published parcels of one site, as they are drawn; in the order of its list.
SELECT
  p.slug,
  p.label,
  p.overall,
  ST_AsGeoJSON(ST_ForcePolygonCCW(p.geom_wgs84), 6)::json AS geometry
FROM published.parcel AS p
WHERE p.site_slug = :site
ORDER BY length(p.label), p.label COLLATE "nb-x-icu", p.slug  -- noqa: RF03,RF05
