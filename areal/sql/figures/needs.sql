-- What was asked for and not found in the period, by kommune asked in and requirement: searches nothing
-- fulfilled, and enquiries nothing fulfilled or that were lost because the land or the power was not
-- there. The same values on the same day are one need. Areas are daa, distances km.
WITH need AS (
  SELECT
    n.day,
    n.asked
  FROM areal.unmet_need AS n
  WHERE n.day BETWEEN :first AND :last
  UNION
  SELECT
    (e.received_at AT TIME ZONE 'Europe/Oslo')::date AS day,
    e.asked
  FROM areal.enquiry AS e
  WHERE
    e.received_at >= :first AND e.received_at < :last + 1
    AND e.asked <> '{}'
    AND (e.fits = FALSE OR e.lost_why IN ('no_site', 'power'))
    AND e.lost_why IS DISTINCT FROM 'spam'
),

placed AS (
  SELECT
    n.asked,
    k.kommunenummer
  FROM need AS n
  LEFT JOIN LATERAL jsonb_array_elements_text(n.asked -> 'kommune') AS k (kommunenummer) ON TRUE
),

stated AS (
  SELECT
    p.kommunenummer,
    r.key,
    CASE r.key
      WHEN 'near'
        THEN (item.value ->> 'target') || coalesce('.' || nullif(item.value ->> 'code', ''), '')
      WHEN 'utilities' THEN item.value #>> '{}'
      WHEN 'use' THEN r.value #>> '{}'
      WHEN 'verdict' THEN r.value #>> '{}'
    END AS code,
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
  k.name AS kommune,
  s.key,
  s.code,
  count(*) AS needs,
  min(s.number)::float AS least,
  (percentile_cont(0.5) WITHIN GROUP (ORDER BY s.number))::float AS median,
  max(s.number)::float AS most,
  min(s.day) AS earliest,
  max(s.day) AS latest
FROM stated AS s
LEFT JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer
GROUP BY s.kommunenummer, k.name, s.key, s.code
ORDER BY k.name COLLATE "nb-x-icu" NULLS FIRST, needs DESC, s.key, s.code  -- noqa: RF03,RF05
