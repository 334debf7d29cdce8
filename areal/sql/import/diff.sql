-- What each row that is taken would do: a new parcel, a changed one (with the fields, before and
-- after), or nothing. A field the file does not have is left alone; an outline within a centimetre
-- of the stored one is the same, as every export rounds.
CREATE TEMPORARY TABLE import_diff ON COMMIT DROP AS
WITH taken AS MATERIALIZED (
  SELECT
    r.row_no,
    r.props,
    r.geom,
    r.area_m2,
    r.label,
    r.source_key,
    m.parcel_id,
    s.site_id,
    s.new_slug
  FROM import_row AS r
  INNER JOIN import_site AS s ON r.row_no = s.row_no
  LEFT JOIN import_match AS m ON r.row_no = m.row_no
  WHERE
    NOT r.errors
    AND (r.row_no IN (SELECT i.row_no FROM import_issue AS i WHERE i.is_error)) IS NOT TRUE
),

compared AS (
  SELECT
    t.row_no,
    t.parcel_id,
    coalesce(said.fields, '{}'::jsonb) || elsewhere.fields || redrawn.fields AS fields
  FROM taken AS t
  INNER JOIN areal.parcel AS p ON t.parcel_id = p.parcel_id
  INNER JOIN areal.site AS former ON p.site_id = former.site_id
  LEFT JOIN areal.site AS site ON t.site_id = site.site_id
  CROSS JOIN
    LATERAL (
      SELECT jsonb_object_agg(now.key, jsonb_build_array(was.value, now.value)) AS fields
      FROM jsonb_each(to_jsonb(jsonb_populate_record(p, t.props))) AS now
      INNER JOIN jsonb_each(to_jsonb(p)) AS was ON now.key = was.key
      WHERE jsonb_exists(t.props, now.key) AND now.value IS DISTINCT FROM was.value
    ) AS said
  CROSS JOIN
    LATERAL (
      SELECT
        CASE
          WHEN t.site_id = p.site_id THEN '{}'::jsonb
          ELSE jsonb_build_object(
            'site', jsonb_build_array(former.slug, coalesce(site.slug, t.new_slug))
          )
        END AS fields
    ) AS elsewhere
  CROSS JOIN LATERAL (
    SELECT
      CASE
        WHEN t.geom IS NULL OR areal.same_outline(t.geom, p.geom) THEN '{}'::jsonb
        ELSE jsonb_build_object(
          'area_m2', jsonb_build_array(round(p.area_m2), round(t.area_m2))
        )
      END AS fields
  ) AS redrawn
)

SELECT
  t.row_no,
  t.parcel_id,
  t.site_id,
  t.new_slug,
  CASE
    WHEN t.parcel_id IS NULL THEN 'new'
    WHEN c.fields = '{}'::jsonb THEN 'unchanged'
    ELSE 'changed'
  END AS action,
  coalesce(c.fields, '{}'::jsonb) AS fields,
  c.fields ? 'area_m2' AS moved
FROM taken AS t
LEFT JOIN compared AS c ON t.row_no = c.row_no
