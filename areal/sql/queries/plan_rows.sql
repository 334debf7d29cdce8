-- One page of the matching parcels with a cell for each asked rule; reads `matching` and
-- `plan_findings`. Shorter labels first: 2 before 10.
WITH page AS (
  SELECT
    m.parcel_id,
    m.slug,
    m.label,
    m.site_slug,
    m.site_name,
    m.kommunenummer,
    m.kommune_name,
    m.area_m2,
    m.overall,
    row_number() OVER (
      ORDER BY
        CASE WHEN cast(:sort AS text) = 'worst' THEN m.n_deviates ELSE 0 END DESC,
        CASE WHEN cast(:sort AS text) = 'worst' THEN m.n_consider ELSE 0 END DESC,
        CASE
          WHEN cast(:sort AS text) = 'kommune' THEN m.kommune_name
        END COLLATE "nb-x-icu",  -- noqa: RF03,RF05
        m.site_name COLLATE "nb-x-icu",  -- noqa: RF03,RF05
        m.site_slug,
        length(m.label),
        m.label COLLATE "nb-x-icu",  -- noqa: RF03,RF05
        m.slug
    ) AS place
  FROM matching AS m
  ORDER BY place
  LIMIT :at_most OFFSET :skipped
)

SELECT
  p.slug,
  p.label,
  p.site_slug,
  p.site_name,
  p.kommunenummer,
  p.kommune_name,
  p.area_m2,
  p.overall,
  coalesce(
    array_agg(
      CASE WHEN f.granted THEN 'granted' ELSE f.verdict END ORDER BY f.position
    ) FILTER (WHERE f.rule_code IS NOT NULL),
    '{}'
  ) AS strip,
  count(*) FILTER (WHERE f.relevant) AS relevant,
  count(*) FILTER (WHERE f.assessed) AS assessed
FROM page AS p
LEFT JOIN plan_findings AS f ON p.parcel_id = f.parcel_id
GROUP BY
  p.place, p.slug, p.label, p.site_slug, p.site_name, p.kommunenummer, p.kommune_name, p.area_m2, p.overall
ORDER BY p.place
