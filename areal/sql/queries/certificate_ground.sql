-- What lies inside each frame of a certificate's maps: the layers every map shows, those a rule was
-- measured against, borders and parcels. Cut to the frame, and no finer than its drawing.
WITH frame AS (
  SELECT
    f.frame_no,
    ST_MakeEnvelope(f.west, f.south, f.east, f.north, 4326) AS box,
    (f.north - f.south) / 800 AS finest
  FROM unnest(
    cast(:west AS double precision[]),
    cast(:south AS double precision[]),
    cast(:east AS double precision[]),
    cast(:north AS double precision[])
  ) WITH ORDINALITY AS f (west, south, east, north, frame_no)
),

found AS (
  SELECT
    frame.frame_no,
    f.layer_id AS kind,
    f.code,
    f.name,
    f.feature_id AS position,
    ST_ClipByBox2D(ST_Simplify(f.geom_wgs84, frame.finest, TRUE), frame.box) AS geom
  FROM frame
  INNER JOIN published.layer_feature AS f ON f.geom_wgs84 && frame.box
  INNER JOIN published.layer AS l ON f.layer_id = l.layer_id
  WHERE l.on_map OR l.layer_id = ANY(cast(:layers AS text[]))
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
    p.slug AS code,
    p.label AS name,
    p.parcel_id AS position,
    ST_ClipByBox2D(p.geom_wgs84, frame.box) AS geom
  FROM frame
  INNER JOIN published.parcel AS p ON p.geom_wgs84 && frame.box
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
