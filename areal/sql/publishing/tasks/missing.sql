-- What is missing of a parcel for the next step of readiness, by the facts each step rests on.
SELECT
  p.kommunenummer,
  s.site_id,
  s.name AS site_name,
  p.parcel_id,
  p.label,
  jsonb_build_object(
    'modenhet', p.modenhet,
    'next', coalesce(p.modenhet, 0) + 1,
    'fields', jsonb_agg(step.field ORDER BY step.place)
  ) AS detail
FROM areal.parcel AS p
INNER JOIN areal.site AS s ON p.site_id = s.site_id
CROSS JOIN
  LATERAL (
    VALUES
    (1, 1, 'modenhet', p.modenhet IS NOT NULL),
    (2, 1, 'arealformaal', p.arealformaal IS NOT NULL),
    (2, 2, 'owner_kind', p.owner_kind IS NOT NULL),
    (3, 1, 'arealplan_id', p.arealplan_id IS NOT NULL),
    (3, 2, 'matrikkel', cardinality(p.matrikkel) > 0),
    (4, 1, 'planstatus', p.planstatus IS NOT NULL),
    (4, 2, 'bya_percent', p.bya_percent IS NOT NULL),
    (4, 3, 'permitted_activities', cardinality(p.permitted_activities) > 0),
    (5, 1, 'buildable_area_m2', p.buildable_area_m2 IS NOT NULL),
    (5, 2, 'power_mw_now', p.power_mw_now IS NOT NULL),
    (5, 3, 'water', p.water <> 'ukjent'),
    (5, 4, 'sewage', p.sewage <> 'ukjent'),
    (5, 5, 'access', p.access <> 'ukjent'),
    (5, 6, 'market', p.market IS NOT NULL)
  ) AS step (number, place, field, known)
WHERE
  NOT s.archived
  AND p.market IS DISTINCT FROM 'solgt'
  AND p.kommunenummer = ANY(cast(:kommuner AS text[]))
  AND step.number <= coalesce(p.modenhet, 0) + 1
  -- NULL where nothing is known of what is asked: not known.
  AND step.known IS NOT TRUE
GROUP BY p.parcel_id, s.site_id
ORDER BY s.name COLLATE "nb-x-icu", p.label COLLATE "nb-x-icu" -- noqa: RF03,RF05
