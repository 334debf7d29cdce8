-- What lies inside each frame of a certificate's maps: the layers every map shows, those a rule was
-- measured against, borders and parcels. Cut to the frame, and no finer than its drawing.
-- What touches a frame is found first and one frame at a time (OFFSET keeps it so): the planner
-- then walks the spatial indexes, where it would else read every parcel and every feature.
WITH frame AS (
  SELECT
    f.frame_no,
    ST_MakeEnvelope(f.west, f.south, f.east, f.north, 4326) AS box,
    -- The same on the catalogue's own grid, a little wider: the index of the layers asks in it.
    ST_MakeEnvelope(f.left_m, f.bottom_m, f.right_m, f.top_m, 25833) AS square,
    (f.north - f.south) / 800 AS finest
  FROM unnest(
    cast(:west AS double precision[]),
    cast(:south AS double precision[]),
    cast(:east AS double precision[]),
    cast(:north AS double precision[]),
    cast(:left_m AS double precision[]),
    cast(:bottom_m AS double precision[]),
    cast(:right_m AS double precision[]),
    cast(:top_m AS double precision[])
  ) WITH ORDINALITY AS f (west, south, east, north, left_m, bottom_m, right_m, top_m, frame_no)
),

shown AS MATERIALIZED (
  SELECT l.layer_id
  FROM published.layer AS l
  WHERE l.on_map OR l.layer_id = ANY(cast(:layers AS text[]))
),

found AS MATERIALIZED (
  SELECT
    frame.frame_no,
    near.kind,
    near.code,
    near.name,
    near.position,
    ST_ClipByBox2D(ST_Simplify(near.geom_wgs84, frame.finest, TRUE), frame.box) AS geom
  FROM frame
  CROSS JOIN shown
  CROSS JOIN
    LATERAL (
      SELECT
        f.layer_id AS kind,
        f.code,
        f.name,
        f.feature_id AS position,
        f.geom_wgs84
      FROM (
        SELECT DISTINCT place.feature_id
        FROM published.layer_place AS place
        WHERE place.layer_id = shown.layer_id AND place.geom && frame.square
      ) AS touching
      INNER JOIN published.layer_feature AS f
        ON touching.feature_id = f.feature_id AND shown.layer_id = f.layer_id
      WHERE f.geom_wgs84 && frame.box
      OFFSET 0
    ) AS near
  UNION ALL
  SELECT
    frame.frame_no,
    'kommune' AS kind,
    k.kommunenummer AS code,
    k.name,
    0 AS position,
    ST_ClipByBox2D(ST_Simplify(ST_Boundary(k.geom_wgs84), frame.finest, TRUE), frame.box) AS geom
  FROM frame
  INNER JOIN published.kommune AS k ON k.geom_wgs84 && frame.box
  UNION ALL
  SELECT
    frame.frame_no,
    'parcel' AS kind,
    near.slug AS code,
    near.label AS name,
    near.parcel_id AS position,
    ST_ClipByBox2D(near.geom_wgs84, frame.box) AS geom
  FROM frame
  CROSS JOIN LATERAL (
    SELECT
      p.slug,
      p.label,
      p.parcel_id,
      p.geom_wgs84
    FROM published.parcel AS p
    WHERE p.geom_wgs84 && frame.box
    OFFSET 0
  ) AS near
)

SELECT
  found.frame_no,
  found.kind,
  found.code,
  found.name,
  ST_AsGeoJSON(found.geom, 6)::json AS geometry
FROM found
WHERE NOT ST_IsEmpty(found.geom)
ORDER BY found.frame_no, found.kind, found.position, found.code
