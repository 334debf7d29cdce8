-- Which parcels are not as the former run of the series saw them: new, changed, or gone. Asked for
-- some parcels only, their sites are looked at: what is contiguous changes with a neighbour.
CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
WITH looked_at AS MATERIALIZED (
  SELECT b.attrs ->> 'site' AS site
  FROM areal.subject_span AS b
  WHERE
    b.series_id = cast(:series_id AS bigint)
    AND b.until_run = 9223372036854775807
    AND b.parcel_id = ANY(cast(:parcels AS bigint[]))
  UNION
  SELECT s.slug
  FROM areal.parcel AS p
  INNER JOIN areal.site AS s ON p.site_id = s.site_id
  WHERE p.parcel_id = ANY(cast(:parcels AS bigint[]))
),

-- Without a list every parcel is compared; with one, those of the sites it touches.
now AS (
  SELECT c.*
  FROM areal.catalogue_subject AS c
  WHERE
    cast(:parcels AS bigint[]) IS NULL
    OR c.site_id IN (
      SELECT s.site_id FROM areal.site AS s INNER JOIN looked_at AS l ON s.slug = l.site
    )
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
    AND (
      cast(:parcels AS bigint[]) IS NULL
      OR b.parcel_id IN (
        SELECT p.parcel_id
        FROM areal.parcel AS p
        INNER JOIN areal.site AS s ON p.site_id = s.site_id
        INNER JOIN looked_at AS l ON s.slug = l.site
      )
      OR b.parcel_id = ANY(cast(:parcels AS bigint[]))
    )
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
