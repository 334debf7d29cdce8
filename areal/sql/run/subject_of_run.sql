-- What a run looks at, from the parcels it has kept: those of some kommuner (or all), and the
-- kommuner, or the region, that rules over the set are about.
INSERT INTO subject (
  subject_id, subject_kind, parcel_id, slug, kommunenummer, region_id, geom, area_m2, published,
  attrs, fresh
)
SELECT
  row_number() OVER (ORDER BY told.subject_kind, told.kommunenummer, told.slug, told.region_id)
    AS subject_id,
  told.*
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
    p.attrs,
    p.since_run = cast(:run_id AS bigint) AS fresh
  FROM areal.subject_span AS p
  WHERE
    p.series_id = cast(:series_id AS bigint)
    AND p.since_run <= cast(:run_id AS bigint)
    AND p.until_run > cast(:run_id AS bigint)
    AND p.kommunenummer = ANY(
      -- All of them are named too, so that the plan for some is a plan for all.
      coalesce(cast(:kommuner AS text[]), ARRAY(SELECT k.kommunenummer FROM areal.kommune AS k))
    )
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
    '{}'::jsonb,
    cast(:fresh_kommuner AS text[]) IS NULL OR k.kommunenummer = ANY(cast(:fresh_kommuner AS text[]))
  FROM areal.kommune AS k
  WHERE cast(:kommuner AS text[]) IS NULL OR k.kommunenummer = ANY(cast(:kommuner AS text[]))
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
    '{}'::jsonb,
    TRUE
  FROM areal.region AS r
  -- The region is only looked at with all its parcels.
  WHERE cast(:kommuner AS text[]) IS NULL
) AS told
