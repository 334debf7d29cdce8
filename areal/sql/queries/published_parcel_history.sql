SELECT
  h.done_at,
  h.import_name,
  h.import_date,
  h.before,
  h.after
FROM published.parcel_history AS h
-- By number, not by slug: that way nothing but this parcel is looked at.
WHERE h.parcel_id = (SELECT p.parcel_id FROM published.parcel AS p WHERE p.slug = :slug)
ORDER BY h.step
