-- Parcels in a small box and nothing else asked for: what a map that is near asks, again and again.
-- The same rows as `matching` gives, with a plan that can be kept, since nothing in it is optional.
SELECT
  p.parcel_id,
  p.slug,
  p.label,
  p.site_slug,
  p.site_name,
  p.kommunenummer,
  p.overall,
  p.area_m2,
  p.market,
  p.modenhet,
  p.strip,
  p.geom_wgs84
FROM published.parcel AS p
WHERE
  ST_Intersects(
    p.geom_wgs84,
    ST_MakeEnvelope(
      cast(:west AS double precision), cast(:south AS double precision),
      cast(:east AS double precision), cast(:north AS double precision), 4326
    )
  )
