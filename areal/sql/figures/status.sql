-- The common indicators of each kommune, and last of enquiries to the region as a whole (kommunenummer
-- NULL): what stood when the period ended and before it began, and what happened in between. Areas are
-- m². What is not known of those days is NULL.
WITH moment AS (
  SELECT
    cast(:first AS date)::timestamp AT TIME ZONE 'Europe/Oslo' AS began,
    least(now(), (cast(:last AS date) + 1)::timestamp AT TIME ZONE 'Europe/Oslo') AS ended
),

land AS (
  SELECT
    p.parcel_id,
    p.kommunenummer,
    max(p.area_m2) FILTER (WHERE p.at = 'ended') AS area_m2,
    max(p.area_m2) FILTER (WHERE p.at = 'began') AS area_before,
    max(p.market) FILTER (WHERE p.at = 'ended') AS market,
    max(p.market) FILTER (WHERE p.at = 'began') AS market_before,
    max(p.modenhet) FILTER (WHERE p.at = 'ended') AS modenhet,
    count(*) FILTER (WHERE p.at = 'ended') AS stands
  FROM (
    SELECT
      'ended' AS at,
      r.*
    FROM moment
    CROSS JOIN LATERAL areal.parcel_as_of(moment.ended) AS kept (state)
    CROSS JOIN
      LATERAL jsonb_to_record(kept.state)
        AS r (
          parcel_id bigint,
          kommunenummer text,
          area_m2 float,
          market text,
          modenhet integer,
          published boolean
        )
    UNION ALL
    SELECT
      'began' AS at,
      r.*
    FROM moment
    CROSS JOIN LATERAL areal.parcel_as_of(moment.began) AS kept (state)
    CROSS JOIN LATERAL jsonb_to_record(kept.state) AS r (
      parcel_id bigint, kommunenummer text, area_m2 float, market text, modenhet integer, published boolean
    )
  ) AS p
  WHERE p.published
  GROUP BY p.parcel_id, p.kommunenummer
),

parcels AS (
  SELECT
    l.kommunenummer,
    count(*) FILTER (WHERE l.stands > 0) AS parcels,
    coalesce(sum(l.area_m2) FILTER (WHERE l.market = 'ledig'), 0) AS free_m2,
    coalesce(sum(l.area_before) FILTER (WHERE l.market_before = 'ledig'), 0) AS free_before_m2,
    coalesce(sum(l.area_m2) FILTER (WHERE l.market = 'ledig' AND l.modenhet = 5), 0) AS ready_m2,
    count(*) FILTER (
      WHERE l.market = 'solgt' AND l.market_before IS NOT NULL AND l.market_before <> 'solgt'
    ) AS sold,
    coalesce(
      sum(l.area_m2) FILTER (
        WHERE l.market = 'solgt' AND l.market_before IS NOT NULL AND l.market_before <> 'solgt'
      ), 0
    ) AS sold_m2
  FROM land AS l
  GROUP BY l.kommunenummer
),

fresh AS (
  SELECT
    p.kommunenummer,
    count(*) FILTER (WHERE v.latest > (SELECT moment.ended FROM moment)::date - 365) AS fresh
  FROM areal.parcel AS p
  LEFT JOIN LATERAL (
    SELECT max(c.verified_on) AS latest FROM areal.verification AS c WHERE c.parcel_id = p.parcel_id
  ) AS v ON TRUE
  WHERE p.published
  GROUP BY p.kommunenummer
),

sites AS (
  SELECT
    s.kommunenummer,
    count(*) AS sites
  FROM areal.site AS s
  WHERE s.published
  GROUP BY s.kommunenummer
),

enquiries AS (
  SELECT
    e.kommunenummer,
    count(*) AS enquiries,
    count(*) FILTER (WHERE e.answered_at IS NOT NULL) AS answered,
    count(*) FILTER (WHERE areal.working_days(e.received_at, e.answered_at) <= 2) AS in_time,
    count(*) FILTER (WHERE e.stage IN ('visit', 'offer', 'settled')) AS visits,
    count(*) FILTER (WHERE e.stage = 'settled') AS settled,
    count(*) FILTER (WHERE e.stage = 'lost') AS lost,
    count(*) FILTER (WHERE e.fits = FALSE OR e.lost_why IN ('no_site', 'power')) AS unmet
  FROM areal.enquiry AS e, moment
  WHERE
    e.received_at >= moment.began AND e.received_at < moment.ended
    AND e.lost_why IS DISTINCT FROM 'spam'
  GROUP BY e.kommunenummer
),

shortlists AS (
  SELECT
    e.kommunenummer,
    count(*) AS shortlists,
    sum(l.views) AS views
  FROM areal.shortlist_sent AS l
  INNER JOIN areal.enquiry AS e ON l.enquiry_id = e.enquiry_id
  CROSS JOIN moment
  WHERE l.sent_at >= moment.began AND l.sent_at < moment.ended
  GROUP BY e.kommunenummer
),

looks AS (
  SELECT
    c.kommunenummer,
    sum(c.count) FILTER (WHERE c.what = 'shown') AS shown,
    sum(c.count) FILTER (WHERE c.what = 'opened') AS opened
  FROM areal.site_count AS c
  WHERE c.day BETWEEN :first AND :last
  GROUP BY c.kommunenummer
),

-- Before the catalogue was, and in what is no kommune, land is not nothing but unknown.
known AS (
  SELECT
    coalesce(bool_or(l.stands > 0), FALSE) AS ended,
    coalesce(bool_or(l.area_before IS NOT NULL), FALSE) AS began
  FROM land AS l
),

places AS (
  SELECT
    k.kommunenummer,
    k.name
  FROM areal.kommune AS k
  WHERE k.kommunenummer = ANY(:kommuner)
  UNION ALL
  -- Enquiries to the region as a whole are of no kommune, and counted once, below.
  SELECT
    NULL,
    NULL
)

SELECT
  k.kommunenummer,
  k.name AS kommune,
  CASE WHEN k.kommunenummer IS NOT NULL THEN coalesce(s.sites, 0) END AS sites,
  CASE WHEN known.ended AND k.kommunenummer IS NOT NULL THEN coalesce(p.parcels, 0) END AS parcels,
  CASE WHEN known.ended AND k.kommunenummer IS NOT NULL THEN coalesce(p.free_m2, 0) END AS free_m2,
  CASE
    WHEN known.began AND k.kommunenummer IS NOT NULL THEN coalesce(p.free_before_m2, 0)
  END AS free_before_m2,
  CASE WHEN known.ended AND k.kommunenummer IS NOT NULL THEN coalesce(p.ready_m2, 0) END AS ready_m2,
  CASE
    WHEN known.began AND known.ended AND k.kommunenummer IS NOT NULL THEN coalesce(p.sold, 0)
  END AS sold,
  CASE
    WHEN known.began AND known.ended AND k.kommunenummer IS NOT NULL THEN coalesce(p.sold_m2, 0)
  END AS sold_m2,
  CASE WHEN known.ended AND k.kommunenummer IS NOT NULL THEN coalesce(f.fresh, 0) END AS fresh,
  coalesce(e.enquiries, 0) AS enquiries,
  coalesce(e.answered, 0) AS answered,
  coalesce(e.in_time, 0) AS in_time,
  coalesce(e.visits, 0) AS visits,
  coalesce(e.settled, 0) AS settled,
  coalesce(e.lost, 0) AS lost,
  coalesce(e.unmet, 0) AS unmet,
  coalesce(h.shortlists, 0) AS shortlists,
  coalesce(h.views, 0)::bigint AS views,
  coalesce(l.shown, 0)::bigint AS shown,
  coalesce(l.opened, 0)::bigint AS opened
FROM places AS k
CROSS JOIN known
LEFT JOIN sites AS s ON k.kommunenummer = s.kommunenummer
LEFT JOIN parcels AS p ON k.kommunenummer = p.kommunenummer
LEFT JOIN fresh AS f ON k.kommunenummer = f.kommunenummer
LEFT JOIN enquiries AS e ON k.kommunenummer IS NOT DISTINCT FROM e.kommunenummer
LEFT JOIN shortlists AS h ON k.kommunenummer IS NOT DISTINCT FROM h.kommunenummer
LEFT JOIN looks AS l ON k.kommunenummer = l.kommunenummer
ORDER BY k.name COLLATE "nb-x-icu" NULLS LAST  -- noqa: RF03,RF05
