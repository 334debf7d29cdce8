-- What each choice of each filter would give with the other filters as they are; reads `judged`.
WITH choice AS (
  SELECT
    'kommune' AS facet,
    kommunenummer AS code,
    row_number() OVER (ORDER BY name COLLATE "nb-x-icu", kommunenummer) AS position  -- noqa: RF05
  FROM published.kommune
  UNION ALL
  SELECT
    list AS facet,
    code,
    position
  FROM published.code
  WHERE list IN ('market', 'modenhet')
  UNION ALL
  SELECT
    'market' AS facet,
    'ukjent' AS code,
    1000 AS position
  UNION ALL
  SELECT
    'verdict' AS facet,
    v.code,
    v.position
  FROM unnest(cast(:overall_worst_first AS text[])) WITH ORDINALITY AS v (code, position)
  UNION ALL
  SELECT
    'size' AS facet,
    s.daa::text AS code,
    s.position
  FROM unnest(cast(:sizes AS integer[])) WITH ORDINALITY AS s (daa, position)
),

hit AS (
  SELECT
    'kommune' AS facet,
    kommunenummer AS code,
    site_id
  FROM judged
  WHERE
    by_size AND by_market AND by_modenhet AND by_verdict AND by_text AND by_place AND by_site
    AND by_finding
  UNION ALL
  SELECT
    'market' AS facet,
    coalesce(market, 'ukjent') AS code,
    site_id
  FROM judged
  WHERE
    by_kommune AND by_size AND by_modenhet AND by_verdict AND by_text AND by_place AND by_site
    AND by_finding
  UNION ALL
  SELECT
    'modenhet' AS facet,
    step.modenhet::text AS code,
    j.site_id
  FROM judged AS j
  CROSS JOIN LATERAL generate_series(1, j.modenhet) AS step (modenhet)
  WHERE
    j.by_kommune AND j.by_size AND j.by_market AND j.by_verdict AND j.by_text AND j.by_place AND j.by_site
    AND j.by_finding
  UNION ALL
  SELECT
    'verdict' AS facet,
    overall AS code,
    site_id
  FROM judged
  WHERE
    by_kommune AND by_size AND by_market AND by_modenhet AND by_text AND by_place AND by_site
    AND by_finding
  UNION ALL
  SELECT
    'size' AS facet,
    step.daa::text AS code,
    j.site_id
  FROM judged AS j
  INNER JOIN unnest(cast(:sizes AS integer[])) AS step (daa) ON j.area_m2 >= step.daa * 1000.0
  WHERE
    j.by_kommune AND j.by_market AND j.by_modenhet AND j.by_verdict AND j.by_text AND j.by_place AND j.by_site
    AND j.by_finding
),

tally AS (
  SELECT
    facet,
    code,
    count(DISTINCT site_id) AS sites,
    count(*) AS parcels
  FROM hit
  GROUP BY facet, code
)

SELECT
  choice.facet,
  choice.code,
  coalesce(tally.sites, 0) AS sites,
  coalesce(tally.parcels, 0) AS parcels
FROM choice
LEFT JOIN tally ON choice.facet = tally.facet AND choice.code = tally.code
ORDER BY choice.facet, choice.position
