-- Parcels of a draft as the rules see parcels, before and after: `side` keeps the two apart when land
-- that lies together is summed up, as views/02_catalogue_subject.sql does. Only those asked about
-- become subjects; the others are there for the sum.
INSERT INTO subject (
  subject_id, subject_kind, parcel_id, slug, kommunenummer, region_id, geom, area_m2, published,
  attrs, fresh
)
WITH told AS (
  SELECT
    (t.value ->> 'number')::bigint AS number,
    (t.value ->> 'side')::integer AS side,
    (t.value ->> 'asked')::boolean AS asked,
    t.value -> 'attrs' AS attrs,
    ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(t.value -> 'geometry'), 25833)) AS geom
  FROM jsonb_array_elements(cast(:parcels AS jsonb)) AS t
),

measured AS (
  SELECT
    t.*,
    areal.geodesic_area(t.geom) AS area_m2,
    ST_ClusterDBSCAN(t.geom, 15, 1) OVER (PARTITION BY t.side) AS cluster
  FROM told AS t
),

summed AS (
  SELECT
    m.*,
    sum(m.area_m2) OVER (PARTITION BY m.side, m.cluster) / 1000 AS contiguous_daa
  FROM measured AS m
)

SELECT
  s.number AS subject_id,
  'parcel' AS subject_kind,
  s.number AS parcel_id,
  coalesce(s.attrs ->> 'slug', 'new-' || s.number),
  best.kommunenummer,
  best.region_id,
  s.geom,
  s.area_m2,
  TRUE,
  s.attrs || jsonb_build_object(
    'slug', coalesce(s.attrs ->> 'slug', 'new-' || s.number),
    'kommunenummer', best.kommunenummer,
    'kommune_share', round(best.share::numeric, 4),
    'area_m2', s.area_m2,
    'area_daa', s.area_m2 / 1000,
    'contiguous_daa', s.contiguous_daa
  ),
  TRUE
FROM summed AS s
LEFT JOIN LATERAL (
  SELECT
    b.kommunenummer,
    k.region_id,
    CASE
      WHEN ST_CoveredBy(s.geom, b.geom) THEN 1
      ELSE ST_Area(ST_Intersection(s.geom, b.geom)) / nullif(ST_Area(s.geom), 0)
    END AS share
  FROM areal.boundary AS b
  INNER JOIN areal.boundary_version AS v
    ON b.boundary_version_id = v.boundary_version_id AND v.in_force
  INNER JOIN areal.kommune AS k ON b.kommunenummer = k.kommunenummer
  WHERE ST_Intersects(s.geom, b.geom)
  ORDER BY share DESC NULLS LAST, b.kommunenummer
  LIMIT 1
) AS best ON TRUE
WHERE s.asked
