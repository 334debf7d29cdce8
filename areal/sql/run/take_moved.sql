INSERT INTO areal.subject_span (
  series_id, since_run, parcel_id, slug, kommunenummer, region_id, published, area_m2, attrs, geom,
  digest
)
SELECT
  cast(:series_id AS bigint),
  cast(:run_id AS bigint),
  m.parcel_id,
  m.slug,
  m.kommunenummer,
  m.region_id,
  m.published,
  m.area_m2,
  m.attrs,
  m.geom,
  m.digest
FROM moved AS m
WHERE m.digest IS NOT NULL
