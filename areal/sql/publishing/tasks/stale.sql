-- Facts nobody has confirmed within the interval, by parcel; a fact that is not known is no such.
SELECT
  p.kommunenummer,
  s.site_id,
  s.name AS site_name,
  p.parcel_id,
  p.label,
  jsonb_build_object(
    'axes', jsonb_agg(told.axis ORDER BY told.place),
    'oldest', min(v.verified_on),
    'never', count(*) FILTER (WHERE v.verified_on IS NULL)
  ) AS detail
FROM areal.parcel AS p
INNER JOIN areal.site AS s ON p.site_id = s.site_id
CROSS JOIN
  LATERAL (
    VALUES
    (1, 'plan', num_nonnulls(p.planstatus, p.arealplan_id, p.arealformaal) > 0),
    (2, 'modenhet', p.modenhet IS NOT NULL),
    (3, 'market', p.market IS NOT NULL),
    (4, 'ownership', p.owner_kind IS NOT NULL),
    (5, 'price', p.price_nok_m2 IS NOT NULL),
    (6, 'power', p.power_mw_now IS NOT NULL),
    (7, 'utilities', 'ukjent' <> ALL(ARRAY[p.water, p.sewage, p.fibre, p.access]))
  ) AS told (place, axis, known)
LEFT JOIN areal.verification AS v ON p.parcel_id = v.parcel_id AND told.axis = v.axis
WHERE
  NOT s.archived
  AND p.market IS DISTINCT FROM 'solgt'
  AND p.kommunenummer = ANY(cast(:kommuner AS text[]))
  AND told.known
  AND coalesce(v.verified_on < cast(:fresh_from AS date), TRUE)
GROUP BY p.parcel_id, s.site_id
ORDER BY s.name COLLATE "nb-x-icu", p.label COLLATE "nb-x-icu" -- noqa: RF03,RF05
