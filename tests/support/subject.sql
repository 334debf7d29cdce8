-- The catalogue as rules see it: every parcel, kommune and region.
INSERT INTO subject (
  subject_id, subject_kind, parcel_id, slug, kommunenummer, region_id, geom, area_m2, published,
  attrs, fresh
)
SELECT
  row_number() OVER (ORDER BY told.subject_kind, told.kommunenummer, told.slug, told.region_id)
    AS subject_id,
  told.*,
  TRUE AS fresh
FROM (
  SELECT
    'parcel'::text AS subject_kind,
    p.parcel_id,
    p.slug,
    p.kommunenummer,
    p.region_id,
    p.geom,
    p.area_m2,
    p.published,
    p.attrs
  FROM areal.catalogue_subject AS p
  UNION ALL
  SELECT
    'kommune',
    NULL,
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
    NULL,
    r.region_id,
    NULL,
    NULL,
    TRUE,
    '{}'::jsonb
  FROM areal.region AS r
) AS told
