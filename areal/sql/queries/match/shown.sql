-- The offers to show with all that is told of them; reads `summed`, `judged` and `offer`.
SELECT
  o.parcel_ids,
  how.status,
  s.points,
  s.fits_from,
  s.failing,
  o.area_m2,
  o.market,
  o.modenhet,
  o.overall,
  o.strip,
  o.held_because,
  o.area_class,
  first.site_slug,
  first.site_name,
  first.kommunenummer,
  first.kommune_name,
  parts.parts,
  parcels.parcels
FROM summed AS s
INNER JOIN offer AS o ON s.offer_id = o.offer_id
INNER JOIN published.parcel AS first ON o.parcel_ids[1] = first.parcel_id
CROSS JOIN
  LATERAL (
    SELECT CASE WHEN cardinality(o.parcel_ids) > 1 AND s.status = 'fits' THEN 'together' ELSE s.status END
      AS status
  ) AS how
CROSS JOIN
  LATERAL (
    SELECT
      jsonb_agg(
        jsonb_build_object(
          'position', j.position, 'share', j.share, 'found', j.found, 'told', j.told,
          'fits_from', j.fits_from, 'rule', j.rule_code
        ) ORDER BY j.position
      ) AS parts
    FROM judged AS j
    WHERE j.offer_id = s.offer_id
  ) AS parts
CROSS JOIN
  LATERAL (
    SELECT
      jsonb_agg(
        jsonb_build_object('parcel_id', p.parcel_id, 'slug', p.slug, 'label', p.label, 'area_m2', p.area_m2)
        ORDER BY length(p.label), p.label, p.slug
      ) AS parcels
    FROM published.parcel AS p
    WHERE p.parcel_id = ANY(o.parcel_ids)
  ) AS parcels
ORDER BY
  array_position(ARRAY['fits', 'together', 'unclear', 'near', 'out'], how.status),
  s.failing,
  round(s.points * 1e6) DESC,
  first.site_name COLLATE "nb-x-icu",  -- noqa: RF05
  o.area_m2,
  first.slug
