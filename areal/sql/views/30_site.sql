-- A site's figures are sums over its published parcels: one place computes them.
-- "Contiguous" joins parcels less than 15 m apart, the width of an internal road.
CREATE VIEW published.site AS
WITH clustered AS (
  SELECT
    p.site_id,
    p.area_m2,
    ST_ClusterDBSCAN(p.geom, 15, 1) OVER (PARTITION BY p.site_id) AS cluster
  FROM areal.parcel AS p
  WHERE p.published AND p.market = 'ledig'
),

contiguous AS (
  SELECT
    site_id,
    cluster,
    sum(area_m2) AS area_m2
  FROM clustered
  GROUP BY site_id, cluster
),

largest AS (
  SELECT
    site_id,
    max(area_m2) AS area_m2
  FROM contiguous
  GROUP BY site_id
),

figures AS (
  SELECT
    p.site_id,
    count(*)::integer AS parcels,
    sum(p.area_m2) AS area_m2,
    coalesce(sum(p.area_m2) FILTER (WHERE p.market = 'ledig'), 0) AS free_m2,
    min(p.area_m2) FILTER (WHERE p.market = 'ledig') AS smallest_free_m2,
    coalesce(max(p.modenhet) FILTER (WHERE p.market = 'ledig'), max(p.modenhet)) AS readiness,
    max(p.power_mw_now) AS power_mw_now,
    CASE
      WHEN bool_or(p.overall = 'deviates') THEN 'deviates'
      WHEN bool_or(p.overall = 'consider') THEN 'consider'
      WHEN bool_or(p.overall = 'gap') THEN 'gap'
      ELSE 'met'
    END AS overall,
    ST_Multi(ST_Collect(p.geom_wgs84)) AS geom_wgs84
  FROM published.parcel AS p
  GROUP BY p.site_id
)

SELECT
  s.site_id,
  s.slug,
  s.name,
  s.kommunenummer,
  k.name AS kommune_name,
  s.category,
  s.area_class,
  s.description_nb,
  s.description_en,
  s.highlights_nb,
  s.highlights_en,
  s.focus_areas,
  CASE WHEN s.show_contact THEN s.contact_role END AS contact_role,
  CASE WHEN s.show_contact THEN s.contact_email END AS contact_email,
  CASE WHEN s.show_contact THEN s.contact_phone END AS contact_phone,
  s.show_contact AS contact_public,
  s.verified_on,
  s.verified_by,
  s.verified_how,
  coalesce(batch.sample, FALSE) AS sample,
  f.parcels,
  f.area_m2,
  f.free_m2,
  f.smallest_free_m2,
  l.area_m2 AS largest_free_m2,
  f.readiness,
  f.power_mw_now,
  f.overall,
  ST_PointOnSurface(f.geom_wgs84) AS point_wgs84,
  f.geom_wgs84
FROM areal.site AS s
INNER JOIN figures AS f ON s.site_id = f.site_id
INNER JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
LEFT JOIN largest AS l ON s.site_id = l.site_id
LEFT JOIN areal.import_batch AS batch ON s.import_id = batch.import_id
WHERE s.published;

-- What a site is called and is, without the sums: cheap where the figures come from elsewhere.
CREATE VIEW published.site_profile AS
SELECT
  s.site_id,
  s.slug,
  s.name,
  s.kommunenummer,
  k.name AS kommune_name,
  s.category,
  s.area_class,
  s.focus_areas,
  coalesce(batch.sample, FALSE) AS sample
FROM areal.site AS s
INNER JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
LEFT JOIN areal.import_batch AS batch ON s.import_id = batch.import_id
WHERE s.published;

CREATE VIEW published.site_media AS
SELECT
  m.site_id,
  m.position,
  m.kind,
  m.url,
  m.alt_nb,
  m.alt_en,
  m.credit,
  m.licence
FROM areal.site_media AS m
INNER JOIN areal.site AS s ON m.site_id = s.site_id
WHERE s.published;
