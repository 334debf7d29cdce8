-- Every offer against every part that is asked, a row each; reads `offer`, `asked`, `wide` and `near`.
SELECT
  o.offer_id,
  a.position,
  s.share,
  CASE
    WHEN s.share = 1 THEN NULL
    WHEN a.part = 'power' THEN w.power_from
    WHEN a.part = 'when' THEN w.free_from
  END AS fits_from,
  CASE a.part
    WHEN 'area' THEN o.area_m2
    WHEN 'power' THEN w.mw
    WHEN 'near' THEN way.distance_m
    WHEN 'ready' THEN o.modenhet
    WHEN 'jobs' THEN w.density
  END::double precision AS found,
  CASE a.part
    WHEN 'market' THEN o.market
    WHEN 'fit' THEN CASE w.fit WHEN 1 THEN 'welcome' WHEN 0.5 THEN 'consider' WHEN 0 THEN 'unwanted' END
    WHEN 'near' THEN way.feature_name
    WHEN 'water' THEN o.water
    WHEN 'sewage' THEN o.sewage
    WHEN 'fibre' THEN o.fibre
    WHEN 'when' THEN w.free_on::text
    WHEN 'jobs' THEN o.area_class
    WHEN 'verdict' THEN o.overall
  END AS told,
  CASE WHEN a.part = 'fit' THEN w.rule_code END AS rule_code
FROM offer AS o
INNER JOIN wide AS w ON o.offer_id = w.offer_id
CROSS JOIN asked AS a
LEFT JOIN near AS way ON o.offer_id = way.offer_id AND a.position = way.position
CROSS JOIN LATERAL (
  SELECT
    CASE a.part
      WHEN 'market' THEN w.market
      WHEN 'use' THEN w.permitted
      WHEN 'fit' THEN w.fit
      WHEN 'area' THEN w.area
      WHEN 'power' THEN w.power
      WHEN 'near' THEN way.share
      WHEN 'water' THEN w.water
      WHEN 'sewage' THEN w.sewage
      WHEN 'fibre' THEN w.fibre
      WHEN 'when' THEN w.free
      WHEN 'ready' THEN w.ready
      WHEN 'jobs' THEN w.jobs
      WHEN 'word' THEN CASE WHEN w.words ILIKE a.word THEN 1 END
      WHEN 'verdict' THEN w.verdict
    END AS share
) AS s
