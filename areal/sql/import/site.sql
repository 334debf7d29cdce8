-- The site of each row: by slug or by name, nearest by kommune where several bear it; a parcel that
-- is known keeps its own unless the row names another.
CREATE TEMPORARY TABLE import_site ON COMMIT DROP AS
SELECT
  r.row_no,
  coalesce(named.site_id, CASE WHEN r.site IS NULL THEN known.site_id END) AS site_id,
  CASE
    WHEN
      named.site_id IS NULL
      AND r.site_props ->> 'category' IS NOT NULL
      AND r.site_props ->> 'area_class' IS NOT NULL
      AND coalesce(r.site_props ->> 'name', r.site) IS NOT NULL
      THEN areal.slugified(coalesce(r.site, r.site_props ->> 'name'))
  END AS new_slug
FROM import_row AS r
LEFT JOIN import_match AS m ON r.row_no = m.row_no
LEFT JOIN import_place AS place ON r.row_no = place.row_no
LEFT JOIN areal.parcel AS known ON m.parcel_id = known.parcel_id
LEFT JOIN LATERAL (
  SELECT s.site_id
  FROM areal.site AS s
  WHERE
    s.slug = areal.slugified(coalesce(r.site, r.site_props ->> 'name'))
    OR lower(s.name) = lower(coalesce(r.site, r.site_props ->> 'name'))
  ORDER BY
    s.slug = r.site DESC,
    s.kommunenummer = coalesce(place.kommunenummer, r.kommune) DESC NULLS LAST,
    s.site_id
  LIMIT 1
) AS named ON coalesce(r.site, r.site_props ->> 'name') IS NOT NULL
