-- Enquiries nobody has answered, that came or were last reminded of so many working days ago: Monday to
-- Friday; what comes on a Saturday has waited one day on the Tuesday.
SELECT
  e.enquiry_id,
  e.reference,
  e.kommunenummer,
  e.region_id,
  areal.working_days(e.received_at)::integer AS days
FROM areal.enquiry AS e
WHERE
  e.answered_at IS NULL
  AND e.stage NOT IN ('settled', 'lost')
  AND e.forgotten_at IS NULL
  AND areal.working_days(coalesce(e.reminded_at, e.received_at)) >= :days
ORDER BY e.enquiry_id
FOR UPDATE SKIP LOCKED
