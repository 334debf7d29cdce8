-- Every offer against every part that is asked; reads `offer`, `asked`, `near` and `fit`.
-- share is how much of what is asked is there: 1 when all of it is, less than 1 when not, NULL when
-- it is not known. fits_from is the day it will be there, where the data say one.
SELECT
  o.offer_id,
  a.position,
  a.must,
  a.possible,
  a.part,
  s.share,
  CASE
    WHEN s.share = 1 THEN NULL
    WHEN a.part = 'power' AND o.power_mw_planned >= cast(:mw AS numeric) THEN o.power_planned_from
    WHEN a.part = 'when' AND NOT o.held_open AND o.available_from IS NOT NULL
      THEN greatest(o.available_from, o.held_until)
  END AS fits_from,
  s.found,
  s.told,
  fit.rule_code
FROM offer AS o
CROSS JOIN asked AS a
LEFT JOIN fit ON a.part = 'fit' AND o.area_class = fit.area_class
LEFT JOIN near AS way ON a.part = 'near' AND o.offer_id = way.offer_id AND a.position = way.position
LEFT JOIN published.site_words AS w ON a.part = 'word' AND o.site_id = w.site_id
CROSS JOIN
  LATERAL (
    SELECT
      CASE
        WHEN o.power_planned_from <= cast(:ready_by AS date)
          THEN greatest(o.power_mw_now, o.power_mw_planned)
        ELSE o.power_mw_now
      END AS mw,
      -- Areas are compared as they are told: to a tenth of a daa.
      round(o.area_m2 / 100) AS area,
      coalesce(cast(:jobs AS double precision), 0) * 1000
      / coalesce(nullif(cast(:min_m2 AS double precision), 0), o.area_m2) AS density
  ) AS f
CROSS JOIN LATERAL (
  SELECT
    CASE a.part
      WHEN 'market' THEN CASE WHEN o.market = 'ledig' THEN 1 WHEN o.market IS NOT NULL THEN 0 END
      WHEN 'use'
        THEN CASE
          WHEN o.permitted_activities IS NOT NULL
            THEN (cast(:use AS text) = ANY(o.permitted_activities))::integer
        END
      WHEN 'fit' THEN fit.share
      WHEN 'area'
        THEN CASE
          WHEN f.area < round(cast(:min_m2 AS double precision) / 100)
            THEN least(0.99, f.area / round(cast(:min_m2 AS double precision) / 100))
          WHEN f.area > round(cast(:max_m2 AS double precision) / 100)
            THEN least(0.99, round(cast(:max_m2 AS double precision) / 100) / f.area)
          ELSE 1
        END
      WHEN 'power'
        THEN CASE
          WHEN f.mw >= cast(:mw AS numeric) THEN 1
          WHEN f.mw IS NOT NULL THEN least(0.99, f.mw / cast(:mw AS numeric))
        END
      WHEN 'near'
        THEN CASE
          WHEN round(way.distance_m) <= a.most_m THEN 1
          WHEN way.distance_m IS NOT NULL
            THEN least(0.99, greatest(0, 2 - way.distance_m / nullif(a.most_m, 0)))
        END
      WHEN 'water' THEN CASE o.water WHEN 'ja' THEN 1 WHEN 'nei' THEN 0 END
      WHEN 'sewage' THEN CASE o.sewage WHEN 'ja' THEN 1 WHEN 'nei' THEN 0 END
      WHEN 'fibre' THEN CASE o.fibre WHEN 'ja' THEN 1 WHEN 'nei' THEN 0 END
      WHEN 'when'
        THEN CASE
          -- One thing that is known to come too late is enough; in time is what is known whole.
          WHEN greatest(o.available_from, o.held_until) > cast(:ready_by AS date)
            THEN least(
              0.99,
              greatest(
                0,
                1 - (greatest(o.available_from, o.held_until) - cast(:ready_by AS date)) / 365.0
              )
            )
          WHEN o.available_from IS NOT NULL AND NOT o.held_open THEN 1
        END
      WHEN 'ready'
        THEN CASE
          WHEN o.modenhet >= cast(:modenhet_min AS integer) THEN 1
          ELSE o.modenhet / cast(cast(:modenhet_min AS integer) AS double precision)
        END
      WHEN 'jobs'
        THEN 1 - 0.5 * abs(
          ascii(o.area_class) - CASE
            WHEN f.density >= cast(:jobs_a AS double precision) THEN 65
            WHEN f.density < cast(:jobs_c AS double precision) THEN 67
            ELSE 66
          END
        )
      WHEN 'word' THEN CASE WHEN w.words ILIKE a.word THEN 1 END
      WHEN 'verdict'
        THEN CASE
          WHEN o.overall = 'met' OR (o.overall = 'consider' AND cast(:verdict AS text) = 'consider') THEN 1
          WHEN o.overall = 'consider' THEN 0.5
          WHEN o.overall = 'deviates' THEN 0
        END
    END::double precision AS share,
    CASE a.part
      WHEN 'area' THEN o.area_m2
      WHEN 'power' THEN f.mw
      WHEN 'near' THEN way.distance_m
      WHEN 'ready' THEN o.modenhet
      WHEN 'jobs' THEN f.density
    END::double precision AS found,
    CASE a.part
      WHEN 'market' THEN o.market
      WHEN 'fit'
        THEN CASE fit.share WHEN 1 THEN 'welcome' WHEN 0.5 THEN 'consider' WHEN 0 THEN 'unwanted' END
      WHEN 'near' THEN way.feature_name
      WHEN 'water' THEN o.water
      WHEN 'sewage' THEN o.sewage
      WHEN 'fibre' THEN o.fibre
      WHEN 'when' THEN greatest(o.available_from, o.held_until)::text
      WHEN 'jobs' THEN o.area_class
      WHEN 'verdict' THEN o.overall
    END AS told
) AS s
