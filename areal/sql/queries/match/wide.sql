-- How much of each thing that can be asked an offer has, one column for each; reads `offer`, `fit` and
-- `asked`. 1 is all of it, less is not, NULL is not known. What is not asked counts for nothing later.
SELECT
  o.offer_id,
  CASE WHEN o.market = 'ledig' THEN 1 WHEN o.market IS NOT NULL THEN 0 END::double precision AS market,
  CASE
    WHEN o.permitted_activities IS NOT NULL
      THEN (cast(:use AS text) = ANY(o.permitted_activities))::integer
  END::double precision AS permitted,
  fit.share::double precision AS fit,
  CASE
    WHEN f.area < f.least THEN least(0.99, f.area / f.least)
    WHEN f.area > f.most THEN least(0.99, f.most / f.area)
    ELSE 1
  END::double precision AS area,
  CASE
    WHEN f.mw >= cast(:mw AS numeric) THEN 1
    WHEN f.mw IS NOT NULL THEN least(0.99, f.mw / cast(:mw AS numeric))
  END::double precision AS power,
  CASE o.water WHEN 'ja' THEN 1 WHEN 'nei' THEN 0 END::double precision AS water,
  CASE o.sewage WHEN 'ja' THEN 1 WHEN 'nei' THEN 0 END::double precision AS sewage,
  CASE o.fibre WHEN 'ja' THEN 1 WHEN 'nei' THEN 0 END::double precision AS fibre,
  CASE
    -- One thing that is known to come too late is enough; in time is what is known whole.
    WHEN f.free_on > cast(:ready_by AS date)
      THEN least(0.99, greatest(0, 1 - (f.free_on - cast(:ready_by AS date)) / 365.0))
    WHEN o.available_from IS NOT NULL AND NOT o.held_open THEN 1
  END::double precision AS free,
  CASE
    WHEN o.modenhet >= cast(:modenhet_min AS integer) THEN 1
    ELSE o.modenhet / cast(cast(:modenhet_min AS integer) AS double precision)
  END::double precision AS ready,
  (
    1 - 0.5 * abs(
      ascii(o.area_class) - CASE
        WHEN f.density >= cast(:jobs_a AS double precision) THEN 65
        WHEN f.density < cast(:jobs_c AS double precision) THEN 67
        ELSE 66
      END
    )
  )::double precision AS jobs,
  CASE
    WHEN o.overall = 'met' OR (o.overall = 'consider' AND cast(:verdict AS text) = 'consider') THEN 1
    WHEN o.overall = 'consider' THEN 0.5
    WHEN o.overall = 'deviates' THEN 0
  END::double precision AS verdict,
  w.words,
  CASE
    WHEN w.words IS NULL THEN 0
    ELSE (SELECT count(*) FROM asked AS a WHERE a.part = 'word' AND w.words ILIKE a.word)
  END AS mentioned,
  -- The day what is lacking will be there, where the data say one.
  CASE WHEN o.power_mw_planned >= cast(:mw AS numeric) THEN o.power_planned_from END AS power_from,
  CASE WHEN NOT o.held_open AND o.available_from IS NOT NULL THEN f.free_on END AS free_from,
  f.mw,
  f.free_on,
  f.density,
  fit.rule_code
FROM offer AS o
LEFT JOIN fit ON cast(:use AS text) IS NOT NULL AND o.area_class = fit.area_class
LEFT JOIN published.site_words AS w ON cast(:words AS integer) > 0 AND o.site_id = w.site_id
CROSS JOIN LATERAL (
  SELECT
    CASE
      WHEN o.power_planned_from <= cast(:ready_by AS date)
        THEN greatest(o.power_mw_now, o.power_mw_planned)
      ELSE o.power_mw_now
    END AS mw,
    -- Areas are compared as they are told: to a tenth of a daa.
    round(o.area_m2 / 100) AS area,
    round(cast(:min_m2 AS double precision) / 100) AS least,
    round(cast(:max_m2 AS double precision) / 100) AS most,
    greatest(o.available_from, o.held_until) AS free_on,
    coalesce(cast(:jobs AS double precision), 0) * 1000
    / coalesce(nullif(cast(:min_m2 AS double precision), 0), o.area_m2) AS density
) AS f
