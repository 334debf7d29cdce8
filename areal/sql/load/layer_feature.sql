-- Features in the storage system, valid, and of the kind the layer is registered with: a polygon
-- layer keeps its areas and loses the lines that repairing may leave behind. Services send heights
-- and arcs as well: the first are dropped, the second drawn with 5 cm at most between arc and line.
INSERT INTO areal.layer_feature (layer_version_id, code, name, props, geom)
SELECT
  cast(:layer_version_id AS bigint),
  s.props ->> 'code',
  s.props ->> 'name',
  s.props,
  made.geom
FROM staged_feature AS s
CROSS JOIN
  LATERAL (
    SELECT
      ST_CollectionExtract(
        ST_MakeValid(
          ST_CurveToLine(ST_Transform(ST_Force2D(s.geom), 25833), 0.05, 1, 1)
        ),
        CASE :geometry_kind WHEN 'point' THEN 1 WHEN 'line' THEN 2 ELSE 3 END
      ) AS geom
  ) AS made
WHERE NOT ST_IsEmpty(made.geom)
ORDER BY s.row_no
