-- Distance from parcels to the nearest feature of each layer that is shown as a fact, for the
-- layer as a whole (code '') and for each class of feature in it (E16, rv2 …).
INSERT INTO areal.proximity_span (
  series_id, since_run, parcel_id, layer_id, code, feature_name, distance_m
)
WITH target AS MATERIALIZED (
  SELECT DISTINCT
    l.layer_id,
    v.layer_version_id,
    coded.code
  FROM areal.layer AS l
  INNER JOIN areal.layer_version AS v ON l.layer_id = v.layer_id AND v.in_force
  INNER JOIN areal.layer_feature AS f ON v.layer_version_id = f.layer_version_id
  CROSS JOIN LATERAL (VALUES (''), (f.code)) AS coded (code)
  WHERE l.proximity AND coded.code IS NOT NULL
)

SELECT
  cast(:series_id AS bigint),
  cast(:run_id AS bigint),
  s.parcel_id,
  t.layer_id,
  t.code,
  nearest.name,
  round(areal.geodesic_length(ST_ShortestLine(s.geom, nearest.geom))::numeric, 1)
FROM subject AS s
CROSS JOIN target AS t
CROSS JOIN
  LATERAL (
    SELECT
      near.name,
      near.geom
    FROM (
      SELECT
        f.name,
        part.part_id,
        part.geom,
        part.geom <-> s.geom AS metres
      FROM areal.layer_part AS part
      INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
      WHERE part.layer_version_id = t.layer_version_id AND (t.code = '' OR f.code = t.code)
      ORDER BY part.geom <-> s.geom
      LIMIT 6
    ) AS near
    ORDER BY near.metres, near.part_id
    LIMIT 1
  ) AS nearest
WHERE s.subject_kind = 'parcel' AND (s.fresh OR NOT cast(:only_fresh AS boolean))
