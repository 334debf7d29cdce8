-- What is checked, in one table for the length of a run: every parcel, kommune and region.
-- Rules read this table only, so whatever fills it (the catalogue, a drawn area) is checked alike.
CREATE TEMPORARY TABLE subject ON COMMIT DROP AS
WITH located AS (
  SELECT
    p.parcel_id,
    sum(p.area_m2) OVER (PARTITION BY p.site_id, p.cluster) / 1000 AS contiguous_daa
  FROM (
    SELECT
      parcel_id,
      site_id,
      area_m2,
      -- Parcels less than 15 m apart are one run of land: the width of an internal road.
      ST_ClusterDBSCAN(geom, 15, 1) OVER (PARTITION BY site_id) AS cluster
    FROM areal.parcel
    WHERE published
  ) AS p
),

verified AS (
  SELECT
    parcel_id,
    jsonb_object_agg('verified_' || axis, verified_on) AS attrs
  FROM areal.verification
  GROUP BY parcel_id
),

everything AS (
  SELECT
    'parcel'::text AS subject_kind,
    p.parcel_id,
    p.kommunenummer,
    k.region_id,
    p.geom,
    p.area_m2,
    p.published AND s.published AS published,
    to_jsonb(p) - '{geom,geom_wgs84}'::text[]
    || coalesce(v.attrs, '{}'::jsonb)
    || jsonb_build_object(
      'site', s.slug,
      'category', s.category,
      'area_class', s.area_class,
      'focus_areas', s.focus_areas,
      'contact_role', s.contact_role,
      'contact_email', s.contact_email,
      'contact_phone', s.contact_phone,
      'site_verified_on', s.verified_on,
      'area_daa', p.area_m2 / 1000,
      'contiguous_daa', l.contiguous_daa,
      -- A price that is kept internal is not known to a rule: findings are public.
      'price_nok_m2', CASE WHEN p.price_public THEN p.price_nok_m2 END
    ) AS attrs
  FROM areal.parcel AS p
  INNER JOIN areal.site AS s ON p.site_id = s.site_id
  INNER JOIN areal.kommune AS k ON p.kommunenummer = k.kommunenummer
  LEFT JOIN located AS l ON p.parcel_id = l.parcel_id
  LEFT JOIN verified AS v ON p.parcel_id = v.parcel_id
  UNION ALL
  SELECT
    'kommune',
    NULL,
    k.kommunenummer,
    k.region_id,
    NULL,
    NULL,
    TRUE,
    '{}'::jsonb
  FROM areal.kommune AS k
  UNION ALL
  SELECT
    'region',
    NULL,
    NULL,
    r.region_id,
    NULL,
    NULL,
    TRUE,
    '{}'::jsonb
  FROM areal.region AS r
)

SELECT
  row_number() OVER (
    ORDER BY subject_kind, kommunenummer, attrs ->> 'slug', region_id
  ) AS subject_id,
  *
FROM everything
