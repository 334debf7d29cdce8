-- Enquiries nobody was told of; who else is at it has those they hold.
SELECT
  e.enquiry_id,
  e.reference,
  e.kommunenummer,
  e.region_id,
  0 AS days
FROM areal.enquiry AS e
WHERE e.noticed_at IS NULL AND e.answered_at IS NULL AND e.stage = 'new'
ORDER BY e.enquiry_id
LIMIT 50
FOR UPDATE SKIP LOCKED
