-- Where the published sites and parcels come from, and on which terms they may be used.
CREATE VIEW published.catalogue_source AS
SELECT DISTINCT
  batch.source,
  batch.source_date,
  batch.licence,
  batch.attribution,
  batch.sample
FROM areal.import_batch AS batch
WHERE
  EXISTS (
    SELECT 1 FROM areal.parcel AS p
    INNER JOIN areal.site AS s ON p.site_id = s.site_id
    WHERE p.import_id = batch.import_id AND p.published AND s.published
  )
  OR EXISTS (SELECT 1 FROM areal.site AS s WHERE s.import_id = batch.import_id AND s.published);
