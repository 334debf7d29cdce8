-- The parcels a rule is asked about again, exactly as the run checked them: those that could not
-- be judged from what is stored, or all.
INSERT INTO subject (
  subject_id, subject_kind, parcel_id, slug, kommunenummer, region_id, geom, area_m2, published,
  attrs, fresh
)
SELECT
  row_number() OVER (ORDER BY s.kommunenummer, s.slug) AS subject_id,
  'parcel'::text AS subject_kind,
  s.parcel_id,
  s.slug,
  s.kommunenummer,
  s.region_id,
  s.geom,
  s.area_m2,
  s.published,
  s.attrs,
  TRUE AS fresh
FROM areal.subject_span AS s
WHERE
  s.series_id = cast(:series_id AS bigint)
  AND s.since_run <= cast(:run_id AS bigint)
  AND s.until_run > cast(:run_id AS bigint)
  AND (
    NOT cast(:only_open AS boolean)
    OR s.parcel_id IN (SELECT t.parcel_id FROM pg_temp.told AS t WHERE t.verdict IS NULL)
  )
