-- The codes a filter may name: what is published (kommuner, parcel rules and their themes, what
-- parcels are measured to) and the lists. Of what is measured to, means of transport are offered:
-- each as a whole, and roads by their numbers.
SELECT
  listed.list,
  listed.code,
  listed.label_nb,
  listed.label_en
FROM (
  SELECT
    'kommune' AS list,
    k.kommunenummer AS code,
    row_number() OVER (ORDER BY k.name COLLATE "nb-x-icu", k.kommunenummer) AS position,  -- noqa: RF03,RF05
    k.name AS label_nb,
    k.name AS label_en
  FROM published.kommune AS k
  UNION ALL
  SELECT
    CASE c.list WHEN 'focus_area' THEN 'focus' WHEN 'owner_kind' THEN 'owner' ELSE c.list END AS list,
    c.code,
    c.position,
    c.label_nb,
    c.label_en
  FROM published.code AS c
  WHERE c.list IN ('market', 'modenhet', 'category', 'area_class', 'focus_area', 'owner_kind')
  UNION ALL
  SELECT
    'rule' AS list,
    r.code,
    r.position,
    r.title_nb AS label_nb,
    r.title_en AS label_en
  FROM published.rule AS r
  WHERE r.subject = 'parcel'
  UNION ALL
  SELECT
    'theme' AS list,
    r.theme AS code,
    min(r.position) AS position,
    min(c.label_nb) AS label_nb,
    min(c.label_en) AS label_en
  FROM published.rule AS r
  LEFT JOIN published.code AS c ON r.theme = c.code AND c.list = 'theme'
  WHERE r.subject = 'parcel'
  GROUP BY r.theme
  UNION ALL
  SELECT
    CASE WHEN measured.offered THEN 'near' ELSE 'near_too' END AS list,
    concat_ws('.', measured.layer_id, measured.code) AS code,
    row_number() OVER (
      ORDER BY measured.layer_id <> 'hovedveg', measured.layer_id, measured.code NULLS LAST
    ) AS position,
    measured.title_nb AS label_nb,
    measured.title_en AS label_en
  FROM (
    SELECT
      l.layer_id,
      NULL AS code,
      l.title_nb,
      l.title_en,
      l.theme = 'transport' AS offered
    FROM published.layer AS l
    WHERE l.proximity AND l.feature_count > 0
    UNION ALL
    SELECT DISTINCT
      l.layer_id,
      f.code,
      l.title_nb,
      l.title_en,
      l.theme = 'transport' AND f.code ~ '^(E|[Rr]v)[ .]?\d+$' AS offered
    FROM published.layer AS l
    INNER JOIN published.layer_feature AS f ON l.layer_id = f.layer_id
    WHERE l.proximity AND f.code IS NOT NULL
  ) AS measured
) AS listed
ORDER BY listed.list, listed.position, listed.code
