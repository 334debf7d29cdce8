-- What an edit of some parcels may have changed: the sites they are on, or were on, with all that
-- lies there, as what is contiguous changes with a neighbour.
WITH site AS (
  SELECT p.site_id
  FROM areal.parcel AS p
  WHERE p.parcel_id = ANY(cast(:parcels AS bigint[]))
  UNION
  SELECT s.site_id
  FROM areal.subject_span AS b
  INNER JOIN areal.site AS s ON s.slug = b.attrs ->> 'site'
  WHERE
    b.series_id = cast(:series_id AS bigint)
    AND b.until_run = 9223372036854775807
    AND b.parcel_id = ANY(cast(:parcels AS bigint[]))
)

SELECT
  ARRAY(SELECT site.site_id FROM site) AS sites,
  ARRAY(
    SELECT p.parcel_id
    FROM areal.parcel AS p
    INNER JOIN site ON p.site_id = site.site_id
    UNION
    SELECT asked.parcel_id
    FROM unnest(cast(:parcels AS bigint[])) AS asked (parcel_id)
  ) AS parcels
