-- What was asked for and not found, by the kommune it was asked for in and by requirement: how often,
-- and between which values. A need that names no kommune counts under none; one that names two counts
-- under both. Areas are daa, distances km.
WITH need AS (
  SELECT
    n.asked,
    n.asked -> 'must' AS must
  FROM areal.unmet_need AS n
  WHERE n.day >= cast(:since AS date)
),

placed AS (
  SELECT
    n.asked,
    n.must,
    k.kommunenummer
  FROM need AS n
  LEFT JOIN LATERAL jsonb_array_elements_text(n.asked -> 'kommune') AS k (kommunenummer) ON TRUE
),

stated AS (
  SELECT
    p.kommunenummer,
    CASE r.key
      WHEN 'near'
        THEN 'near ' || (item.value ->> 'target') || coalesce(' ' || nullif(item.value ->> 'code', ''), '')
      WHEN 'use' THEN 'use ' || (r.value #>> '{}')
      WHEN 'utilities' THEN item.value #>> '{}'
      WHEN 'verdict' THEN 'verdict ' || (r.value #>> '{}')
      ELSE replace(r.key, '_m2', '_daa')
    END AS requirement,
    CASE
      WHEN r.key IN ('min_m2', 'max_m2') THEN (r.value #>> '{}')::numeric / 1000
      WHEN r.key IN ('power_mw', 'jobs', 'modenhet_min') THEN (r.value #>> '{}')::numeric
      WHEN r.key = 'near' THEN (item.value ->> 'max_m')::numeric / 1000
    END AS number,
    CASE WHEN r.key = 'ready_by' THEN r.value #>> '{}' END AS day
  FROM placed AS p
  CROSS JOIN LATERAL jsonb_each(p.asked) AS r
  LEFT JOIN LATERAL jsonb_array_elements(
    CASE WHEN r.key IN ('near', 'utilities') THEN r.value END
  ) AS item ON TRUE
  WHERE r.key NOT IN ('kommune', 'must')
)

SELECT
  s.kommunenummer,
  k.name,
  s.requirement,
  count(*) AS needs,
  min(s.number) AS least,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY s.number) AS median,
  max(s.number) AS most,
  min(s.day) AS earliest,
  max(s.day) AS latest
FROM stated AS s
LEFT JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
GROUP BY s.kommunenummer, k.name, s.requirement
ORDER BY s.kommunenummer NULLS FIRST, needs DESC, s.requirement
