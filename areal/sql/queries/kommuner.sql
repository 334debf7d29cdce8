-- Each kommune with what it has of business land. A parcel counts where it lies, and a site where
-- it has a parcel.
WITH figures AS (
  SELECT
    p.kommunenummer,
    count(DISTINCT p.site_id) AS sites,
    count(*) AS parcels,
    sum(p.area_m2) AS parcel_area_m2,
    coalesce(sum(p.area_m2) FILTER (WHERE p.market = 'ledig'), 0) AS free_m2,
    count(*) FILTER (WHERE p.overall = 'met') AS met,
    count(*) FILTER (WHERE p.overall = 'consider') AS consider,
    count(*) FILTER (WHERE p.overall = 'deviates') AS deviates,
    count(*) FILTER (WHERE p.overall = 'gap') AS gap
  FROM published.parcel AS p
  GROUP BY p.kommunenummer
)

SELECT
  k.kommunenummer,
  k.name,
  k.area_m2,
  coalesce(f.sites, 0) AS sites,
  coalesce(f.parcels, 0) AS parcels,
  coalesce(f.parcel_area_m2, 0) AS parcel_area_m2,
  coalesce(f.free_m2, 0) AS free_m2,
  coalesce(f.met, 0) AS met,
  coalesce(f.consider, 0) AS consider,
  coalesce(f.deviates, 0) AS deviates,
  coalesce(f.gap, 0) AS gap,
  k.boundary_source,
  k.boundary_version,
  k.boundary_source_date,
  k.boundary_licence,
  k.boundary_attribution
FROM published.kommune AS k
LEFT JOIN figures AS f ON k.kommunenummer = f.kommunenummer
ORDER BY k.kommunenummer
