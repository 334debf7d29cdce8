SELECT
  l.layer_id,
  l.title_nb,
  v.source,
  v.source_date,
  v.licence,
  v.feature_count,
  (
    SELECT
      sum(ST_Area(ST_Intersection(c.geom, b.geom)))
      / (
        SELECT sum(ST_Area(whole.geom))
        FROM areal.boundary AS whole
        INNER JOIN areal.boundary_version AS wv
          ON whole.boundary_version_id = wv.boundary_version_id AND wv.in_force
      )
    FROM areal.layer_coverage AS c
    INNER JOIN areal.boundary AS b ON ST_Intersects(c.geom, b.geom)
    INNER JOIN areal.boundary_version AS bv
      ON b.boundary_version_id = bv.boundary_version_id AND bv.in_force
    WHERE c.layer_version_id = v.layer_version_id AND c.status = 'mapped'
  ) AS coverage,
  current_date - v.source_date AS age_days,
  coalesce(current_date - v.source_date > l.interval_days, FALSE) AS old,
  last.finished,
  last.outcome,
  last.message
FROM areal.layer AS l
LEFT JOIN areal.layer_version AS v ON l.layer_id = v.layer_id AND v.in_force
LEFT JOIN LATERAL (
  SELECT
    f.finished,
    f.outcome,
    f.message
  FROM areal.layer_fetch AS f
  WHERE f.layer_id = l.layer_id
  ORDER BY f.finished DESC, f.fetch_id DESC
  LIMIT 1
) AS last ON TRUE
ORDER BY l.layer_id
