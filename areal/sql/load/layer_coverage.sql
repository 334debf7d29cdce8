-- Pieces that do not overlap: what failed is taken out of what is mapped.
INSERT INTO areal.layer_coverage (layer_version_id, status, note, geom)
WITH piece AS (
  SELECT
    coalesce(s.props ->> 'status', 'mapped') AS status,
    string_agg(DISTINCT s.props ->> 'note', '; ') AS note,
    ST_Union(ST_CollectionExtract(ST_MakeValid(ST_Transform(s.geom, 25833)), 3)) AS geom
  FROM staged_coverage AS s
  GROUP BY coalesce(s.props ->> 'status', 'mapped')
),

apart AS (
  SELECT
    p.status,
    p.note,
    CASE
      WHEN p.status = 'mapped' AND f.geom IS NOT NULL THEN ST_Difference(p.geom, f.geom)
      ELSE p.geom
    END AS geom
  FROM piece AS p
  LEFT JOIN piece AS f ON f.status = 'failed'
)

SELECT
  cast(:layer_version_id AS bigint),
  a.status,
  a.note,
  ST_Subdivide(ST_CollectionExtract(a.geom, 3), 256)
FROM apart AS a
WHERE NOT ST_IsEmpty(a.geom)
