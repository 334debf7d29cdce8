-- The first of what the file changes, as people are told of it: sites, then parcels.
(
  SELECT
    'site_' || d.action AS action,
    coalesce(s.slug, d.new_slug) AS slug,
    coalesce(s.name, d.props ->> 'name') AS label,
    d.row_no,
    d.fields
  FROM import_site_diff AS d
  LEFT JOIN areal.site AS s ON d.site_id = s.site_id
  WHERE d.action <> 'unchanged'
  ORDER BY d.row_no
  LIMIT :most
)
UNION ALL
(
  SELECT
    d.action,
    coalesce(p.slug, r.slug) AS slug,
    coalesce(p.label, r.label, r.matrikkel[1], r.source_key) AS label,
    d.row_no,
    d.fields
  FROM import_diff AS d
  INNER JOIN import_row AS r ON d.row_no = r.row_no
  LEFT JOIN areal.parcel AS p ON d.parcel_id = p.parcel_id
  WHERE d.action <> 'unchanged'
  ORDER BY d.row_no
  LIMIT :most
)
