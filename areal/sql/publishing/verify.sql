-- Confirm what is known of some parcels: an axis nothing is told of stays unconfirmed.
INSERT INTO areal.verification (parcel_id, axis, verified_on, verified_by, verified_how)
SELECT
  p.parcel_id,
  told.axis,
  cast(:day AS date),
  :by,
  :how
FROM areal.parcel AS p
CROSS JOIN
  LATERAL (
    VALUES
    ('plan', num_nonnulls(p.planstatus, p.arealplan_id, p.arealformaal) > 0),
    ('modenhet', p.modenhet IS NOT NULL),
    ('market', p.market IS NOT NULL),
    ('ownership', p.owner_kind IS NOT NULL),
    ('price', p.price_nok_m2 IS NOT NULL),
    ('power', p.power_mw_now IS NOT NULL),
    ('utilities', 'ukjent' <> ALL(ARRAY[p.water, p.sewage, p.fibre, p.access]))
  ) AS told (axis, known)
WHERE
  p.parcel_id = ANY(cast(:parcels AS bigint[]))
  AND told.known
  AND told.axis = ANY(cast(:axes AS text[]))
ON CONFLICT (parcel_id, axis) DO UPDATE SET
  verified_on = excluded.verified_on,
  verified_by = excluded.verified_by,
  verified_how = excluded.verified_how
