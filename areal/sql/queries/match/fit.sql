-- What the strategy says of the use on each class of area: 1 welcome, 0.5 to be considered, 0
-- unwanted; of several rules the strictest counts. A class no rule names has no row: nothing is said.
SELECT
  c.key AS area_class,
  min(
    CASE
      WHEN c.value -> 'welcome' ? cast(:use AS text) THEN 1.0
      WHEN c.value -> 'consider' ? cast(:use AS text) THEN 0.5
      ELSE 0.0
    END
  ) AS share,
  (array_agg(
    r.code ORDER BY
      c.value -> 'welcome' ? cast(:use AS text), c.value -> 'consider' ? cast(:use AS text), r.position
  ))[1] AS rule_code
FROM published.rule AS r
CROSS JOIN LATERAL jsonb_each(r.limits -> 'classes') AS c
WHERE r.kind = 'activity_fit' AND r.subject = 'parcel'
GROUP BY c.key
