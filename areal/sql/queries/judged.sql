-- Every published parcel, with one column for each condition of the filter: true when the parcel
-- fulfils it or nothing is asked for, false when it does not, NULL when the fact that decides it is
-- not known. Unknown never fulfils a condition: only true counts.
WITH found AS (
  -- Which words of the search a name has, as bits: word 1 is bit 0. A word at a time (OFFSET keeps
  -- it so): an index finds its names, and without words no name is looked at.
  SELECT
    n.kind,
    n.id,
    bit_or(1 << (w.place::integer - 1)) AS words
  FROM unnest(cast(:patterns AS text[])) WITH ORDINALITY AS w (pattern, place)
  CROSS JOIN
    LATERAL (
      SELECT
        one.kind,
        one.id
      FROM published.search_name AS one
      WHERE one.folded LIKE w.pattern
      OFFSET 0
    ) AS n
  GROUP BY n.kind, n.id
),

reach AS (
  -- Whether every asked nearness holds, of parcels that have been measured to at least one of them.
  SELECT
    x.parcel_id,
    CASE
      WHEN bool_or(x.distance_m > n.metres) THEN FALSE
      WHEN count(*) = cardinality(cast(:near_target AS text[])) THEN TRUE
    END AS near_enough
  FROM
    unnest(
      cast(:near_target AS text[]), cast(:near_code AS text[]),
      cast(:near_metres AS double precision[])
    ) AS n (target, code, metres)
  CROSS JOIN
    LATERAL (
      SELECT
        one.parcel_id,
        one.distance_m
      FROM published.proximity AS one
      WHERE one.target = n.target AND one.code = n.code
      OFFSET 0
    ) AS x
  GROUP BY x.parcel_id
)

SELECT
  p.parcel_id,
  p.slug,
  p.label,
  p.site_id,
  p.site_slug,
  p.site_name,
  p.kommunenummer,
  p.kommune_name,
  p.category,
  p.area_class,
  p.focus_areas,
  p.area_m2,
  p.market,
  p.modenhet,
  p.available_from,
  p.owner_kind,
  p.price_nok_m2,
  p.power_mw_now,
  p.water,
  p.sewage,
  p.fibre,
  p.overall,
  p.strip,
  p.n_met,
  p.n_consider,
  p.n_deviates,
  p.n_not_mapped,
  p.n_missing,
  p.n_not_relevant,
  p.n_error,
  p.geom_wgs84,
  (cast(:site AS text) IS NULL OR p.site_slug = cast(:site AS text))
  AND (cast(:areal AS text[]) IS NULL OR p.site_slug = ANY(cast(:areal AS text[]))) AS by_site,
  cast(:kommune AS text[]) IS NULL
  OR (p.kommunenummer = ANY(cast(:kommune AS text[]))) = cast(:kommune_wanted AS boolean)
    AS by_kommune,
  (cast(:min_m2 AS double precision) IS NULL OR p.area_m2 >= cast(:min_m2 AS double precision))
  AND (cast(:max_m2 AS double precision) IS NULL OR p.area_m2 <= cast(:max_m2 AS double precision))
    AS by_size,
  -- Asked for by its code, not being known is an answer like the others.
  cast(:market AS text[]) IS NULL
  OR (
    CASE
      WHEN 'ukjent' = ANY(cast(:market AS text[])) THEN coalesce(p.market, 'ukjent')
      ELSE p.market
    END = ANY(cast(:market AS text[]))
  ) = cast(:market_wanted AS boolean) AS by_market,
  cast(:available_by AS date) IS NULL
  OR (p.available_from <= cast(:available_by AS date) AND p.market NOT IN ('solgt', 'ikke_til_salgs'))
    AS by_date,
  cast(:modenhet_min AS integer) IS NULL OR p.modenhet >= cast(:modenhet_min AS integer)
    AS by_modenhet,
  cast(:category AS text[]) IS NULL
  OR (p.category = ANY(cast(:category AS text[]))) = cast(:category_wanted AS boolean)
    AS by_category,
  cast(:area_class AS text[]) IS NULL
  OR (p.area_class = ANY(cast(:area_class AS text[]))) = cast(:area_class_wanted AS boolean)
    AS by_area_class,
  cast(:focus AS text[]) IS NULL
  OR CASE
    WHEN cardinality(p.focus_areas) = 0 THEN NULL
    WHEN :focus_mode = 'all' THEN p.focus_areas @> cast(:focus AS text[])
    ELSE (p.focus_areas && cast(:focus AS text[])) = (:focus_mode = 'any')
  END AS by_focus,
  cast(:min_mw AS double precision) IS NULL OR p.power_mw_now >= cast(:min_mw AS double precision)
    AS by_power,
  cast(:utility AS text[]) IS NULL
  OR CASE :utility_mode
    WHEN 'all'
      THEN
        (NOT 'water' = ANY(cast(:utility AS text[])) OR has.water)
        AND (NOT 'sewage' = ANY(cast(:utility AS text[])) OR has.sewage)
        AND (NOT 'fibre' = ANY(cast(:utility AS text[])) OR has.fibre)
    ELSE (
      ('water' = ANY(cast(:utility AS text[])) AND has.water)
      OR ('sewage' = ANY(cast(:utility AS text[])) AND has.sewage)
      OR ('fibre' = ANY(cast(:utility AS text[])) AND has.fibre)
    ) = (:utility_mode = 'any')
  END AS by_utility,
  cast(:near_target AS text[]) IS NULL OR reach.near_enough AS by_near,
  cast(:max_price AS double precision) IS NULL
  OR p.price_nok_m2 <= cast(:max_price AS double precision) AS by_price,
  cast(:owner AS text[]) IS NULL
  OR (p.owner_kind = ANY(cast(:owner AS text[]))) = cast(:owner_wanted AS boolean) AS by_owner,
  cast(:verdict AS text[]) IS NULL
  OR (p.overall = ANY(cast(:verdict AS text[]))) = cast(:verdict_wanted AS boolean) AS by_verdict,
  (
    cast(:patterns AS text[]) IS NULL
    OR coalesce(of_site.words, 0) | coalesce(of_kommune.words, 0) | coalesce(of_parcel.words, 0)
    = (1 << cardinality(cast(:patterns AS text[]))) - 1
  )
  AND (
    cast(:numbers AS text[]) IS NULL OR NOT EXISTS (
      SELECT 1
      FROM unnest(cast(:numbers AS text[])) AS wanted (pattern)
      WHERE array_to_string(p.matrikkel, '/ ') || '/' NOT LIKE wanted.pattern
    )
  ) AS by_text,
  cast(:west AS double precision) IS NULL OR ST_Intersects(
    p.geom_wgs84,
    ST_MakeEnvelope(
      cast(:west AS double precision), cast(:south AS double precision),
      cast(:east AS double precision), cast(:north AS double precision), 4326
    )
  ) AS by_place,
  -- The strip has a cell for each parcel rule, in their order.
  cast(:finding AS text[]) IS NULL OR EXISTS (
    SELECT 1
    FROM unnest(p.strip) WITH ORDINALITY AS cell (verdict, place)
    WHERE
      cell.verdict = ANY(cast(:finding AS text[]))
      AND cell.place = ANY(ARRAY(
        SELECT numbered.place
        FROM (
          SELECT
            r.code,
            r.theme,
            row_number() OVER (ORDER BY r.position) AS place
          FROM published.rule AS r
          WHERE r.subject = 'parcel'
        ) AS numbered
        WHERE
          (cast(:rule AS text[]) IS NULL OR numbered.code = ANY(cast(:rule AS text[])))
          AND (cast(:theme AS text[]) IS NULL OR numbered.theme = ANY(cast(:theme AS text[])))
      ))
  ) AS by_finding
FROM published.parcel AS p
CROSS JOIN
  LATERAL (
    SELECT
      CASE p.water WHEN 'ja' THEN TRUE WHEN 'nei' THEN FALSE END AS water,
      CASE p.sewage WHEN 'ja' THEN TRUE WHEN 'nei' THEN FALSE END AS sewage,
      CASE p.fibre WHEN 'ja' THEN TRUE WHEN 'nei' THEN FALSE END AS fibre
  ) AS has
LEFT JOIN reach ON p.parcel_id = reach.parcel_id
LEFT JOIN found AS of_site ON of_site.kind = 'site' AND of_site.id = p.site_id::text
LEFT JOIN found AS of_kommune
  ON of_kommune.kind = 'kommune' AND p.kommunenummer = of_kommune.id
LEFT JOIN found AS of_parcel
  ON of_parcel.kind = 'parcel' AND of_parcel.id = p.parcel_id::text
