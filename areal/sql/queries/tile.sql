-- One vector tile with the parcels the filter asks for; reads `matching`. Below zoom 10 a parcel
-- smaller than a pixel or two is left out, except that the largest of a site always stays, as a point
-- where it has no extent left: thinned, but no site vanishes.
WITH frame AS (
  SELECT
    ST_TileEnvelope(:z, :x, :y) AS box,
    -- Metres a pixel of 256 a tile, at the equator as the tile counts them.
    40075016.686 / (256 * 2 ^ cast(:z AS integer)) AS pixel
),

inside AS (
  SELECT
    m.slug,
    m.label,
    m.site_slug,
    m.site_name,
    m.overall,
    m.area_m2,
    m.parcel_id,
    row_number() OVER (PARTITION BY m.site_id ORDER BY m.area_m2 DESC, m.parcel_id) AS place
  FROM matching AS m
),

drawn AS (
  SELECT
    i.slug,
    i.label,
    i.site_slug,
    i.site_name,
    i.overall,
    round(i.area_m2)::integer AS area_m2,
    coalesce(
      ST_AsMVTGeom(shape.geom_mercator, f.box, 4096, 64, TRUE),
      CASE
        WHEN i.place = 1
          THEN ST_AsMVTGeom(ST_PointOnSurface(shape.geom_mercator), f.box, 4096, 64, TRUE)
      END
    ) AS geom
  FROM inside AS i
  CROSS JOIN frame AS f
  INNER JOIN published.parcel_mercator AS shape ON i.parcel_id = shape.parcel_id
  WHERE cast(:z AS integer) >= 10 OR i.place = 1 OR i.area_m2 > 4 * f.pixel * f.pixel
)

SELECT coalesce(ST_AsMVT(drawn, 'parcels', 4096, 'geom'), '') AS tile
FROM drawn
WHERE drawn.geom IS NOT NULL
