-- The catalogue as one checksum: what a run rests on besides the strategy and the layers.
SELECT
  encode(
    sha256(
      convert_to(
        coalesce(string_agg(content.line, E'\n' ORDER BY content.line), ''), 'UTF8'
      )
    ),
    'hex'
  )
FROM (
  SELECT 'parcel|' || (to_jsonb(p) - '{geom_wgs84,import_id,changed_at,changed_by}'::text[])::text
  FROM areal.parcel AS p
  UNION ALL
  SELECT 'kommune|' || to_jsonb(k)::text
  FROM areal.kommune AS k
  UNION ALL
  SELECT 'region|' || r.region_id
  FROM areal.region AS r
  UNION ALL
  SELECT 'site|' || (to_jsonb(s) - '{import_id,changed_at,changed_by}'::text[])::text
  FROM areal.site AS s
  UNION ALL
  SELECT 'verification|' || to_jsonb(v)::text
  FROM areal.verification AS v
  UNION ALL
  SELECT 'restriction|' || to_jsonb(r)::text
  FROM areal.restriction AS r
  UNION ALL
  SELECT 'media|' || to_jsonb(m)::text
  FROM areal.site_media AS m
  UNION ALL
  SELECT 'grant|' || to_jsonb(g)::text
  FROM areal.deviation_grant AS g
) AS content (line)
