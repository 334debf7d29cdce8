-- The names a search looks through, folded (functions/folded.sql). What a name belongs to decides
-- which parcels it finds: those of the site, of the kommune, or the parcel itself.
CREATE VIEW published.search_name AS
SELECT
  'site' AS kind,
  s.site_id::text AS id,
  s.name,
  areal.folded(s.name) AS folded
FROM areal.site AS s
WHERE s.published
UNION ALL
SELECT
  'kommune' AS kind,
  k.kommunenummer AS id,
  k.name,
  areal.folded(k.name) AS folded
FROM areal.kommune AS k
UNION ALL
SELECT
  'parcel' AS kind,
  p.parcel_id::text AS id,
  p.label AS name,
  areal.folded(p.label) AS folded
FROM areal.parcel AS p
INNER JOIN areal.site AS s ON p.site_id = s.site_id
WHERE p.published AND s.published;
