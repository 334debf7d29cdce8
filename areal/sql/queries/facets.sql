-- What each choice of each filter would give with the other filters as they are, in sites; reads
-- `judged`. `missed` has a bit for each condition that does not hold or can't be decided: a parcel
-- counts beside the choices of one filter when no other bit is set. One pass over the parcels sums
-- them up by site; the choices are counted over the sites.
WITH hit AS MATERIALIZED (
  SELECT
    j.parcel_id,
    j.site_id,
    j.kommunenummer,
    j.area_m2,
    j.market,
    CASE WHEN j.market NOT IN ('solgt', 'ikke_til_salgs') THEN j.available_from END AS available_from,
    j.modenhet,
    j.power_mw_now,
    j.water,
    j.sewage,
    j.fibre,
    j.price_nok_m2,
    j.owner_kind,
    j.overall,
    m.missed,
    m.possible
  FROM judged AS j
  CROSS JOIN
    LATERAL (
      SELECT
        CASE WHEN j.by_kommune THEN 0 ELSE 1 END
        | CASE WHEN j.by_size THEN 0 ELSE 2 END
        | CASE WHEN j.by_market THEN 0 ELSE 4 END
        | CASE WHEN j.by_date THEN 0 ELSE 8 END
        | CASE WHEN j.by_modenhet THEN 0 ELSE 16 END
        | CASE WHEN j.by_category THEN 0 ELSE 32 END
        | CASE WHEN j.by_area_class THEN 0 ELSE 64 END
        | CASE WHEN j.by_focus THEN 0 ELSE 128 END
        | CASE WHEN j.by_power THEN 0 ELSE 256 END
        | CASE WHEN j.by_utility THEN 0 ELSE 512 END
        | CASE WHEN j.by_near THEN 0 ELSE 1024 END
        | CASE WHEN j.by_price THEN 0 ELSE 2048 END
        | CASE WHEN j.by_owner THEN 0 ELSE 4096 END
        | CASE WHEN j.by_verdict THEN 0 ELSE 8192 END
        | CASE WHEN j.by_finding THEN 0 ELSE 16384 END AS missed,
        -- No condition fails for certain: what is not known may yet turn out to fit.
        coalesce(
          j.by_kommune AND j.by_size AND j.by_market AND j.by_date AND j.by_modenhet AND j.by_category
          AND j.by_area_class AND j.by_focus AND j.by_power AND j.by_utility AND j.by_near
          AND j.by_price AND j.by_owner AND j.by_verdict AND j.by_finding,
          TRUE
        ) AS possible
    ) AS m
  -- Two conditions that miss leave nothing to count.
  WHERE j.by_site AND j.by_text AND j.by_place AND ((m.missed & (m.missed - 1)) = 0 OR m.possible)
),

by_site AS MATERIALIZED (
  SELECT
    site_id,
    bool_or(possible) AND NOT bool_or(missed = 0) AS left_out,
    max(area_m2) FILTER (WHERE (missed & ~2) = 0) AS area_m2,
    bit_or(1 << array_position(cast(:markets AS text[]), coalesce(market, 'ukjent')))
    FILTER (WHERE (missed & ~4) = 0) AS markets,
    min(available_from) FILTER (WHERE (missed & ~8) = 0) AS available_from,
    max(modenhet) FILTER (WHERE (missed & ~16) = 0) AS modenhet,
    bool_or((missed & ~32) = 0) AS by_category,
    bool_or((missed & ~64) = 0) AS by_area_class,
    bool_or((missed & ~128) = 0) AS by_focus,
    max(power_mw_now) FILTER (WHERE (missed & ~256) = 0) AS power_mw_now,
    bool_or(water = 'ja' AND (missed & ~512) = 0) AS water,
    bool_or(sewage = 'ja' AND (missed & ~512) = 0) AS sewage,
    bool_or(fibre = 'ja' AND (missed & ~512) = 0) AS fibre,
    min(price_nok_m2) FILTER (WHERE (missed & ~2048) = 0) AS price_nok_m2,
    bit_or(1 << array_position(cast(:owners AS text[]), owner_kind))
    FILTER (WHERE (missed & ~4096) = 0) AS owners,
    bit_or(1 << array_position(cast(:overall_worst_first AS text[]), overall))
    FILTER (WHERE (missed & ~8192) = 0) AS overalls
  FROM hit
  GROUP BY site_id
),

profile AS (
  SELECT
    s.category,
    s.area_class,
    s.focus_areas,
    b.by_category,
    b.by_area_class,
    b.by_focus
  FROM by_site AS b
  INNER JOIN published.site_profile AS s ON b.site_id = s.site_id
),

reach AS (
  SELECT
    hit.site_id,
    x.target,
    x.code,
    min(x.distance_m) AS metres
  FROM hit
  INNER JOIN published.proximity AS x ON hit.parcel_id = x.parcel_id
  INNER JOIN
    unnest(cast(:offered_target AS text[]), cast(:offered_code AS text[])) AS o (target, code)
    ON x.target = o.target AND x.code = o.code
  WHERE (hit.missed & ~1024) = 0
  GROUP BY hit.site_id, x.target, x.code
)

-- Each by how far its sites reach, or by which of several they have: small tables, summed up by who
-- asks. A step is the number of those that are reached.
SELECT
  'unknown' AS facet,
  '' AS code,
  0 AS step,
  count(*) FILTER (WHERE left_out) AS sites
FROM by_site
UNION ALL
SELECT
  'kommune',
  each.kommunenummer,
  0,
  count(*)
FROM (
  SELECT DISTINCT
    kommunenummer,
    site_id
  FROM hit
  WHERE (missed & ~1) = 0
) AS each
GROUP BY each.kommunenummer
UNION ALL
SELECT
  'size',
  '',
  width_bucket(area_m2, cast(:sizes_m2 AS double precision[])) AS step,
  count(*)
FROM by_site
WHERE area_m2 IS NOT NULL
GROUP BY step
UNION ALL
SELECT
  'market',
  '',
  markets AS step,
  count(*)
FROM by_site
WHERE markets IS NOT NULL
GROUP BY step
UNION ALL
SELECT
  'available_by',
  '',
  -- The first day that is late enough; as many days as there are steps for none.
  width_bucket(available_from - 1, cast(:days AS date[])) AS step,
  count(*)
FROM by_site
WHERE available_from IS NOT NULL
GROUP BY step
UNION ALL
SELECT
  'modenhet',
  '',
  modenhet AS step,
  count(*)
FROM by_site
WHERE modenhet IS NOT NULL
GROUP BY step
UNION ALL
SELECT
  'category',
  category,
  0,
  count(*) FILTER (WHERE by_category)
FROM profile
GROUP BY category
UNION ALL
SELECT
  'area_class',
  area_class,
  0,
  count(*) FILTER (WHERE by_area_class)
FROM profile
GROUP BY area_class
UNION ALL
SELECT
  'focus',
  focus.code,
  0,
  count(*) FILTER (WHERE profile.by_focus)
FROM profile
CROSS JOIN LATERAL unnest(profile.focus_areas) AS focus (code)
GROUP BY focus.code
UNION ALL
SELECT
  'power',
  '',
  width_bucket(power_mw_now, cast(:powers AS numeric[])) AS step,
  count(*)
FROM by_site
WHERE power_mw_now IS NOT NULL
GROUP BY step
UNION ALL
SELECT
  'utility',
  '',
  water::integer + 2 * sewage::integer + 4 * fibre::integer AS step,
  count(*)
FROM by_site
GROUP BY step
UNION ALL
SELECT
  'near',
  concat_ws('.', target, nullif(code, '')),
  -- A hair less, so that a distance on the step is within it.
  width_bucket(metres - 0.001, cast(:distances_m AS double precision[])) AS step,
  count(*)
FROM reach
GROUP BY target, code, step
UNION ALL
SELECT
  'price',
  '',
  width_bucket(price_nok_m2 - 0.000001, cast(:prices AS numeric[])) AS step,
  count(*)
FROM by_site
WHERE price_nok_m2 IS NOT NULL
GROUP BY step
UNION ALL
SELECT
  'owner',
  '',
  owners AS step,
  count(*)
FROM by_site
WHERE owners IS NOT NULL
GROUP BY step
UNION ALL
SELECT
  'verdict',
  '',
  overalls AS step,
  count(*)
FROM by_site
WHERE overalls IS NOT NULL
GROUP BY step
