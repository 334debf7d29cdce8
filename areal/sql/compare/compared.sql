-- The parcels of both sides, as each had checked them. `shown` are those that were asked for.
CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
SELECT
  coalesce(b.parcel_id, a.parcel_id) AS parcel_id,
  coalesce(b.parcel_id, a.parcel_id)::text AS subject,
  coalesce(b.slug, a.slug) AS slug,
  coalesce(b.attrs, a.attrs) ->> 'label' AS label,
  coalesce(b.attrs, a.attrs) ->> 'site' AS site,
  coalesce(b.kommunenummer, a.kommunenummer) AS kommunenummer,
  ARRAY[a.kommunenummer, b.kommunenummer, a.region_id, b.region_id] AS counts_for,
  a.parcel_id IS NOT NULL AS in_a,
  b.parcel_id IS NOT NULL AS in_b,
  coalesce(a.digest <> b.digest, TRUE) AS differs,
  (
    cast(:kommuner AS text[]) IS NULL
    OR coalesce(b.kommunenummer, a.kommunenummer) = ANY(cast(:kommuner AS text[]))
  )
  AND (
    NOT cast(:published AS boolean)
    OR EXISTS (
      SELECT 1
      FROM areal.parcel AS p
      INNER JOIN areal.site AS s ON p.site_id = s.site_id
      WHERE p.parcel_id = coalesce(b.parcel_id, a.parcel_id) AND p.published AND s.published
    )
  ) AS shown
FROM (SELECT * FROM areal.run_subject WHERE run_id = cast(:parcels_a AS bigint)) AS a
FULL JOIN (SELECT * FROM areal.run_subject WHERE run_id = cast(:parcels_b AS bigint)) AS b
  ON a.parcel_id = b.parcel_id
