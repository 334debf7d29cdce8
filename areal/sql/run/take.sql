-- Keep the parcels of some kommuner as they are checked: what a later run compares with, and what
-- can be checked again when rules or layers have changed.
INSERT INTO areal.subject_span (
  series_id, since_run, parcel_id, slug, kommunenummer, region_id, published, area_m2, attrs, geom,
  digest
)
SELECT
  cast(:series_id AS bigint),
  cast(:run_id AS bigint),
  c.parcel_id,
  c.slug,
  c.kommunenummer,
  c.region_id,
  c.published,
  c.area_m2,
  c.attrs,
  c.geom,
  c.digest
FROM areal.catalogue_subject AS c
WHERE cast(:kommuner AS text[]) IS NULL OR c.kommunenummer = ANY(cast(:kommuner AS text[]))
