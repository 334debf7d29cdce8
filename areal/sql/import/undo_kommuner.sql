-- The kommuner of all an import made, changed or took away, as they are and as they were.
SELECT p.kommunenummer
FROM areal.import_batch AS b
INNER JOIN areal.parcel AS p ON p.parcel_id = ANY(b.created_parcels)
WHERE b.import_id = :import_id
UNION
SELECT s.kommunenummer
FROM areal.import_batch AS b
INNER JOIN areal.site AS s ON s.site_id = ANY(b.created_sites)
WHERE b.import_id = :import_id
UNION
SELECT c.before ->> 'kommunenummer'
FROM areal.import_change AS c
WHERE c.import_id = :import_id
UNION
SELECT p.kommunenummer
FROM areal.import_change AS c
INNER JOIN areal.parcel AS p ON c.subject_id = p.parcel_id
WHERE c.import_id = :import_id AND c.subject = 'parcel'
