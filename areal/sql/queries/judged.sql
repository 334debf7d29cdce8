-- Every published parcel, with one column for each condition of the filter: true when the parcel
-- fulfils it or nothing is asked for. Unknown never fulfils a condition.
SELECT
  p.parcel_id,
  p.slug,
  p.label,
  p.site_id,
  p.site_slug,
  p.site_name,
  p.kommunenummer,
  p.kommune_name,
  p.area_m2,
  p.market,
  p.modenhet,
  p.price_nok_m2,
  p.power_mw_now,
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
  cast(:site AS text) IS NULL OR p.site_slug = cast(:site AS text) AS by_site,
  cast(:kommune AS text[]) IS NULL OR p.kommunenummer = ANY(cast(:kommune AS text[])) AS by_kommune,
  (cast(:min_m2 AS double precision) IS NULL OR p.area_m2 >= cast(:min_m2 AS double precision))
  AND (cast(:max_m2 AS double precision) IS NULL OR p.area_m2 <= cast(:max_m2 AS double precision))
    AS by_size,
  cast(:market AS text[]) IS NULL
  OR coalesce(p.market, 'ukjent') = ANY(cast(:market AS text[])) AS by_market,
  cast(:modenhet_min AS integer) IS NULL
  OR coalesce(p.modenhet >= cast(:modenhet_min AS integer), FALSE) AS by_modenhet,
  cast(:verdict AS text[]) IS NULL OR p.overall = ANY(cast(:verdict AS text[])) AS by_verdict,
  cast(:patterns AS text[]) IS NULL OR NOT EXISTS (
    SELECT 1
    FROM unnest(cast(:patterns AS text[])) AS wanted (pattern)
    WHERE
      concat_ws(' ', p.site_name, p.label, p.kommune_name, array_to_string(p.matrikkel, '/ ') || '/')
      NOT ILIKE wanted.pattern
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
