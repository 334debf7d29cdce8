-- Enquiries who asks may see: unanswered ones first, the oldest of them first, then the newest.
SELECT
  e.enquiry_id,
  e.reference,
  e.received_at,
  e.kommunenummer,
  e.region_id,
  e.lang,
  coalesce(k.name, r.name_nb) AS place_nb,
  coalesce(k.name, r.name_en) AS place_en,
  e.site_slugs,
  e.site_names,
  e.asked,
  e.fits,
  e.stage,
  e.lost_why,
  e.touched_at,
  e.answered_at,
  e.answered_by,
  e.reminded_at,
  e.forgotten_at,
  p.name AS sender,
  p.organisation
FROM areal.enquiry AS e
INNER JOIN areal.region AS r ON e.region_id = r.region_id
LEFT JOIN areal.kommune AS k ON e.kommunenummer = k.kommunenummer
LEFT JOIN areal.enquiry_person AS p ON e.enquiry_id = p.enquiry_id
WHERE
  (cast(:one AS bigint) IS NULL OR e.enquiry_id = :one)
  AND (
    :stage = '' OR e.stage = :stage
    OR (:stage = 'open' AND e.stage NOT IN ('settled', 'lost'))
  )
  AND (
    :kommune = '' OR e.kommunenummer = :kommune
    OR (:kommune = 'region' AND e.kommunenummer IS NULL)
  )
ORDER BY
  e.answered_at IS NULL AND e.stage NOT IN ('settled', 'lost') DESC,
  CASE WHEN e.answered_at IS NULL AND e.stage NOT IN ('settled', 'lost') THEN e.received_at END,
  e.received_at DESC,
  e.enquiry_id
LIMIT :most
