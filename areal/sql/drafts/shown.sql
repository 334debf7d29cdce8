-- Parcels as the editor's map has them: those of the draft, and what lies around them in the
-- catalogue, in degrees.
WITH own AS (
  SELECT
    o.value ->> 'key' AS key,
    o.value ->> 'label' AS label,
    ST_SetSRID(ST_GeomFromGeoJSON(o.value -> 'geometry'), 25833) AS geom
  FROM jsonb_array_elements(cast(:parcels AS jsonb)) AS o
),

around AS (
  SELECT
    NULL AS key,
    s.name || ', ' || p.label AS label,
    p.geom
  FROM areal.parcel AS p
  INNER JOIN areal.site AS s ON p.site_id = s.site_id
  WHERE
    p.site_id IS DISTINCT FROM cast(:site_id AS bigint)
    AND EXISTS (SELECT 1 FROM own AS o WHERE ST_DWithin(p.geom, o.geom, 500))
)

SELECT
  a.key,
  a.label,
  areal.geodesic_area(a.geom) AS area_m2,
  ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Transform(a.geom, 4326)), 9)::jsonb AS geometry
FROM (
  SELECT
    o.key,
    o.label,
    o.geom
  FROM own AS o
  UNION ALL
  SELECT
    n.key,
    n.label,
    n.geom
  FROM around AS n
) AS a
