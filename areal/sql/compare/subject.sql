-- What one rule is evaluated on again: the subjects of its verdicts that are to be explained, with
-- the parcels of one side. A rule over the set needs them all.
INSERT INTO subject (
  subject_id, subject_kind, parcel_id, slug, kommunenummer, region_id, geom, area_m2, published,
  attrs, fresh
)
WITH asked AS (
  SELECT
    d.subject_kind,
    d.subject
  FROM difference AS d
  WHERE
    d.pending
    AND d.rule_code = cast(:rule_code AS text)
    AND (d.parcel_differs OR NOT cast(:parcel AS boolean))
)

SELECT
  row_number() OVER (ORDER BY row.subject_kind, row.kommunenummer, row.slug, row.region_id),
  row.*,
  TRUE
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
  FROM areal.run_subject AS p
  WHERE
    p.run_id = cast(:parcels_run AS bigint)
    AND (cast(:whole AS boolean) OR p.parcel_id::text IN (SELECT asked.subject FROM asked))
  UNION ALL
  SELECT
    asked.subject_kind,
    NULL,
    NULL,
    k.kommunenummer,
    coalesce(k.region_id, asked.subject),
    NULL,
    NULL,
    TRUE,
    '{}'::jsonb
  FROM asked
  LEFT JOIN areal.kommune AS k ON asked.subject_kind = 'kommune' AND asked.subject = k.kommunenummer
  WHERE asked.subject_kind <> 'parcel'
) AS row
