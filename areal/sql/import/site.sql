-- The site of each row: by slug or by name, that of its own kommune where several bear the name; a
-- parcel that is known keeps its own unless the row names another. Names are looked up once each.
CREATE TEMPORARY TABLE import_site ON COMMIT DROP AS
WITH said AS MATERIALIZED (
  SELECT
    r.row_no,
    r.site,
    r.site_props,
    m.parcel_id,
    coalesce(r.site, r.site_props ->> 'name') AS told,
    coalesce(p.kommunenummer, r.kommune) AS kommunenummer
  FROM import_row AS r
  LEFT JOIN import_match AS m ON r.row_no = m.row_no
  LEFT JOIN import_place AS p ON r.row_no = p.row_no
),

named AS MATERIALIZED (
  SELECT
    one.told,
    one.kommunenummer,
    one.slug,
    (
      SELECT s.site_id
      FROM areal.site AS s
      WHERE s.slug = one.slug OR lower(s.name) = lower(one.told)
      ORDER BY
        s.slug = one.told DESC,
        s.kommunenummer = one.kommunenummer DESC NULLS LAST,
        s.site_id
      LIMIT 1
    ) AS site_id
  FROM (
    SELECT
      each_of.told,
      each_of.kommunenummer,
      areal.slugified(each_of.told) AS slug
    FROM (
      SELECT DISTINCT
        said.told,
        said.kommunenummer
      FROM said
      WHERE said.told IS NOT NULL
    ) AS each_of
    OFFSET 0
  ) AS one
)

SELECT
  s.row_no,
  coalesce(n.site_id, CASE WHEN s.site IS NULL THEN known.site_id END) AS site_id,
  CASE
    WHEN
      n.site_id IS NULL
      AND s.site_props ->> 'category' IS NOT NULL
      AND s.site_props ->> 'area_class' IS NOT NULL
      AND s.told IS NOT NULL
      THEN n.slug
  END AS new_slug
FROM said AS s
LEFT JOIN named AS n
  ON s.told = n.told AND coalesce(s.kommunenummer, '') = coalesce(n.kommunenummer, '')
LEFT JOIN areal.parcel AS known ON s.parcel_id = known.parcel_id
