-- Which parcels are not as the former run of the series saw them: new, changed, or gone. The marked
-- lines give way to conditions when only some sites are to be looked at.
INSERT INTO moved (
  parcel_id, former_kommune, slug, kommunenummer, region_id, published, area_m2, attrs, geom, digest
)
WITH now AS (
  SELECT c.*
  FROM areal.catalogue_subject AS c
  WHERE
    TRUE -- its site
),

before AS (
  SELECT
    b.parcel_id,
    b.kommunenummer,
    b.digest
  FROM areal.subject_span AS b
  WHERE
    b.series_id = cast(:series_id AS bigint)
    AND b.until_run = 9223372036854775807
    AND TRUE -- the parcel
)

SELECT
  coalesce(now.parcel_id, before.parcel_id) AS parcel_id,
  before.kommunenummer AS former_kommune,
  now.slug,
  now.kommunenummer,
  now.region_id,
  now.published,
  now.area_m2,
  now.attrs,
  now.geom,
  now.digest
FROM now
FULL JOIN before ON now.parcel_id = before.parcel_id
WHERE now.digest IS DISTINCT FROM before.digest
