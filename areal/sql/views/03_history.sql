-- Every state a parcel and what hangs on it has had, and every moment it became another. For staff:
-- drafts, internal prices and names of authors are here. The public's part is in 60_history.sql.
CREATE VIEW areal.parcel_part AS
SELECT
  'parcel' AS part,
  p.parcel_id,
  tstzrange(p.changed_at, NULL) AS period,
  p.changed_by AS author,
  p.changed_import AS import_id,
  NULL::text AS ended_by,
  NULL::bigint AS ended_import,
  -- Without the shape, which the public role could not write out: it knows no coordinate systems.
  to_jsonb(jsonb_populate_record(p, '{"geom": null, "geom_wgs84": null}'))
  || jsonb_build_object(
    'outline', md5(ST_AsGeoJSON(p.geom, 15, 0)::jsonb ->> 'coordinates')
  ) AS state
FROM areal.parcel AS p
UNION ALL
SELECT
  'parcel' AS part,
  h.parcel_id,
  h.period,
  h.author,
  -- A state of before imports were told apart names the one it came with.
  CASE
    WHEN jsonb_exists(h.state, 'changed_import') THEN (h.state ->> 'changed_import')::bigint
    ELSE (h.state ->> 'import_id')::bigint
  END AS import_id,
  h.ended_by,
  h.ended_import,
  h.state - '{geom,geom_wgs84}'::text[]
  || jsonb_build_object('outline', md5(h.state -> 'geom' ->> 'coordinates')) AS state
FROM areal.parcel_history AS h
UNION ALL
SELECT
  'verification' AS part,
  v.parcel_id,
  tstzrange(v.changed_at, NULL) AS period,
  v.changed_by AS author,
  v.changed_import AS import_id,
  NULL::text AS ended_by,
  NULL::bigint AS ended_import,
  to_jsonb(v) AS state
FROM areal.verification AS v
UNION ALL
SELECT
  'verification' AS part,
  h.parcel_id,
  h.period,
  h.author,
  (h.state ->> 'changed_import')::bigint AS import_id,
  h.ended_by,
  h.ended_import,
  h.state
FROM areal.verification_history AS h
UNION ALL
SELECT
  'restriction' AS part,
  r.parcel_id,
  tstzrange(r.changed_at, NULL) AS period,
  r.changed_by AS author,
  r.changed_import AS import_id,
  NULL::text AS ended_by,
  NULL::bigint AS ended_import,
  to_jsonb(r) AS state
FROM areal.restriction AS r
UNION ALL
SELECT
  'restriction' AS part,
  h.parcel_id,
  h.period,
  h.author,
  (h.state ->> 'changed_import')::bigint AS import_id,
  h.ended_by,
  h.ended_import,
  h.state
FROM areal.restriction_history AS h;

CREATE VIEW areal.site_part AS
SELECT
  'site' AS part,
  s.site_id,
  tstzrange(s.changed_at, NULL) AS period,
  s.changed_by AS author,
  s.changed_import AS import_id,
  NULL::text AS ended_by,
  NULL::bigint AS ended_import,
  to_jsonb(s) AS state
FROM areal.site AS s
UNION ALL
SELECT
  'site' AS part,
  h.site_id,
  h.period,
  h.author,
  CASE
    WHEN jsonb_exists(h.state, 'changed_import') THEN (h.state ->> 'changed_import')::bigint
    ELSE (h.state ->> 'import_id')::bigint
  END AS import_id,
  h.ended_by,
  h.ended_import,
  h.state
FROM areal.site_history AS h
UNION ALL
SELECT
  'site_media' AS part,
  m.site_id,
  tstzrange(m.changed_at, NULL) AS period,
  m.changed_by AS author,
  m.changed_import AS import_id,
  NULL::text AS ended_by,
  NULL::bigint AS ended_import,
  to_jsonb(m) AS state
FROM areal.site_media AS m
UNION ALL
SELECT
  'site_media' AS part,
  h.site_id,
  h.period,
  h.author,
  (h.state ->> 'changed_import')::bigint AS import_id,
  h.ended_by,
  h.ended_import,
  h.state
FROM areal.site_media_history AS h;

-- A parcel at every moment something of it, or whether its site is published, changed; `state` is
-- NULL from the moment it was deleted. The shape is told as a digest: it differs, or it does not.
CREATE VIEW areal.parcel_moment AS
SELECT
  ids.parcel_id,
  moment.done_at,
  act.author,
  act.import_id,
  body.state - '{geom,geom_wgs84}'::text[]
  || jsonb_build_object('site', site.state ->> 'name') AS state,
  coalesce(site.state ->> 'published', 'false')::boolean AS site_published,
  -- Before a kommune could choose, everything was shown.
  coalesce(site.state ->> 'show_price', 'true')::boolean AS site_shows_price,
  coalesce(site.state ->> 'show_power', 'true')::boolean AS site_shows_power,
  coalesce(verified.told, '{}'::jsonb) AS verified,
  coalesce(held.told, '[]'::jsonb) AS restrictions
FROM (
  SELECT p.parcel_id FROM areal.parcel AS p
  UNION ALL
  SELECT DISTINCT h.parcel_id
  FROM areal.parcel_history AS h
  WHERE NOT EXISTS (SELECT 1 FROM areal.parcel AS p WHERE p.parcel_id = h.parcel_id)
) AS ids
CROSS JOIN
  LATERAL (
    SELECT lower(x.period) AS done_at FROM areal.parcel_part AS x WHERE x.parcel_id = ids.parcel_id
    UNION
    SELECT upper(x.period) FROM areal.parcel_part AS x
    WHERE x.parcel_id = ids.parcel_id AND upper(x.period) IS NOT NULL
    UNION
    SELECT lower(s.period)
    FROM areal.parcel_part AS x
    INNER JOIN areal.site_part AS s
      ON (x.state ->> 'site_id')::bigint = s.site_id AND s.part = 'site'
    WHERE
      x.parcel_id = ids.parcel_id AND x.part = 'parcel' AND x.period @> lower(s.period)
  ) AS moment
LEFT JOIN LATERAL (
  SELECT x.state FROM areal.parcel_part AS x
  WHERE x.parcel_id = ids.parcel_id AND x.part = 'parcel' AND x.period @> moment.done_at
) AS body ON TRUE
LEFT JOIN LATERAL (
  SELECT s.state FROM areal.site_part AS s
  WHERE
    s.site_id = (body.state ->> 'site_id')::bigint AND s.part = 'site'
    AND s.period @> moment.done_at
) AS site ON TRUE
LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(x.state ->> 'axis', x.state) AS told FROM areal.parcel_part AS x
  WHERE x.parcel_id = ids.parcel_id AND x.part = 'verification' AND x.period @> moment.done_at
) AS verified ON TRUE
LEFT JOIN LATERAL (
  SELECT jsonb_agg(x.state ORDER BY (x.state ->> 'position')::integer) AS told
  FROM areal.parcel_part AS x
  WHERE x.parcel_id = ids.parcel_id AND x.part = 'restriction' AND x.period @> moment.done_at
) AS held ON TRUE
-- Who: whoever made what begins then, else whoever ended what ends, else who changed the site.
LEFT JOIN LATERAL (
  SELECT
    who.author,
    who.import_id
  FROM (
    SELECT
      x.author,
      x.import_id,
      1 AS rank
    FROM areal.parcel_part AS x
    WHERE x.parcel_id = ids.parcel_id AND lower(x.period) = moment.done_at
    UNION ALL
    SELECT
      x.ended_by,
      x.ended_import,
      2 AS rank
    FROM areal.parcel_part AS x
    WHERE x.parcel_id = ids.parcel_id AND upper(x.period) = moment.done_at
    UNION ALL
    SELECT
      s.author,
      s.import_id,
      3 AS rank
    FROM areal.site_part AS s
    WHERE
      s.site_id = (body.state ->> 'site_id')::bigint AND s.part = 'site'
      AND lower(s.period) = moment.done_at
  ) AS who
  ORDER BY who.rank
  LIMIT 1
) AS act ON TRUE;

CREATE VIEW areal.site_moment AS
SELECT
  ids.site_id,
  moment.done_at,
  act.author,
  act.import_id,
  body.state,
  coalesce(shown.told, '[]'::jsonb) AS media
FROM (
  SELECT s.site_id FROM areal.site AS s
  UNION ALL
  SELECT DISTINCT h.site_id
  FROM areal.site_history AS h
  WHERE NOT EXISTS (SELECT 1 FROM areal.site AS s WHERE s.site_id = h.site_id)
) AS ids
CROSS JOIN
  LATERAL (
    SELECT lower(x.period) AS done_at FROM areal.site_part AS x WHERE x.site_id = ids.site_id
    UNION
    SELECT upper(x.period) FROM areal.site_part AS x
    WHERE x.site_id = ids.site_id AND upper(x.period) IS NOT NULL
  ) AS moment
LEFT JOIN LATERAL (
  SELECT x.state FROM areal.site_part AS x
  WHERE x.site_id = ids.site_id AND x.part = 'site' AND x.period @> moment.done_at
) AS body ON TRUE
LEFT JOIN LATERAL (
  SELECT jsonb_agg(x.state ORDER BY (x.state ->> 'position')::integer) AS told
  FROM areal.site_part AS x
  WHERE x.site_id = ids.site_id AND x.part = 'site_media' AND x.period @> moment.done_at
) AS shown ON TRUE
LEFT JOIN LATERAL (
  SELECT
    who.author,
    who.import_id
  FROM (
    SELECT
      x.author,
      x.import_id,
      1 AS rank
    FROM areal.site_part AS x
    WHERE x.site_id = ids.site_id AND lower(x.period) = moment.done_at
    UNION ALL
    SELECT
      x.ended_by,
      x.ended_import,
      2 AS rank
    FROM areal.site_part AS x
    WHERE x.site_id = ids.site_id AND upper(x.period) = moment.done_at
  ) AS who
  ORDER BY who.rank
  LIMIT 1
) AS act ON TRUE;
