-- An area somebody asks about, as the rules see a parcel: in the kommune that holds most of it.
INSERT INTO subject (
  subject_id, subject_kind, parcel_id, slug, kommunenummer, region_id, geom, area_m2, published,
  attrs, fresh
)
SELECT
  cast(:number AS bigint),
  'parcel',
  cast(:number AS bigint),
  'area-' || cast(:number AS text),
  best.kommunenummer,
  best.region_id,
  drawn.geom,
  measured.m2,
  TRUE,
  cast(:attrs AS jsonb) || jsonb_build_object(
    'slug', 'area-' || cast(:number AS text),
    'kommunenummer', best.kommunenummer,
    'kommune_share', round(best.share::numeric, 4),
    'area_m2', measured.m2,
    'area_daa', measured.m2 / 1000,
    'contiguous_daa', measured.m2 / 1000
  ),
  TRUE
FROM (
  SELECT ST_Multi(ST_SetSRID(ST_GeomFromEWKB(cast(:geom AS bytea)), 25833)) AS geom
) AS drawn
CROSS JOIN LATERAL (SELECT areal.geodesic_area(drawn.geom) AS m2) AS measured
LEFT JOIN LATERAL (
  SELECT
    b.kommunenummer,
    k.region_id,
    ST_Area(ST_Intersection(drawn.geom, b.geom)) / nullif(ST_Area(drawn.geom), 0) AS share
  FROM areal.boundary AS b
  INNER JOIN areal.boundary_version AS v
    ON b.boundary_version_id = v.boundary_version_id AND v.in_force
  INNER JOIN areal.kommune AS k ON b.kommunenummer = k.kommunenummer
  WHERE ST_Intersects(drawn.geom, b.geom)
  ORDER BY share DESC NULLS LAST, b.kommunenummer
  LIMIT 1
) AS best ON TRUE
