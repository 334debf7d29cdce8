-- Parcels for which the layers of plans in force say something else than the edition the published run
-- went by: another purpose, or another plan, over more than a hundredth of the land. Staff have no
-- rights in the layers, so this looks for them, in their own kommuner.
CREATE OR REPLACE FUNCTION areal.plans_moved(kommuner text[])
RETURNS TABLE (
  parcel_id bigint, title_nb text, title_en text, source_date date, before text[], after text[]
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, public, pg_temp
AS $$
  WITH edition AS (
    SELECT
      l.title_nb,
      l.title_en,
      now.source_date,
      now.imported_at,
      now.layer_version_id AS now_id,
      (run.layer_versions ->> l.layer_id)::bigint AS then_id
    FROM areal.layer AS l
    INNER JOIN areal.layer_version AS now ON l.layer_id = now.layer_id AND now.in_force
    CROSS JOIN areal.publication AS pub
    INNER JOIN areal.run AS run ON pub.run_id = run.run_id
    WHERE l.theme = 'plan' AND (run.layer_versions ->> l.layer_id)::bigint <> now.layer_version_id
  ),

  told AS (
    SELECT
      p.parcel_id,
      e.title_nb,
      e.title_en,
      e.source_date,
      part.layer_version_id = e.now_id AS is_now,
      array_agg(DISTINCT concat_ws(' ', f.code, f.name)) AS says
    FROM edition AS e
    INNER JOIN areal.layer_part AS part ON part.layer_version_id IN (e.now_id, e.then_id)
    INNER JOIN areal.layer_feature AS f ON part.feature_id = f.feature_id
    INNER JOIN areal.parcel AS p ON ST_Intersects(part.geom, p.geom)
    LEFT JOIN areal.verification AS v ON p.parcel_id = v.parcel_id AND v.axis = 'plan'
    WHERE
      p.kommunenummer = ANY(kommuner)
      AND (areal.signed_in() IS NULL OR areal.may('read', p.kommunenummer))
      AND coalesce(v.changed_at < e.imported_at, TRUE)
      AND ST_Area(ST_Intersection(part.geom, p.geom)) > 0.01 * p.area_m2
    GROUP BY p.parcel_id, e.title_nb, e.title_en, e.source_date, is_now
  )

  SELECT
    coalesce(n.parcel_id, b.parcel_id),
    coalesce(n.title_nb, b.title_nb),
    coalesce(n.title_en, b.title_en),
    coalesce(n.source_date, b.source_date),
    coalesce(b.says, '{}'),
    coalesce(n.says, '{}')
  FROM (SELECT * FROM told WHERE is_now) AS n
  FULL JOIN (SELECT * FROM told WHERE NOT is_now) AS b
    ON n.parcel_id = b.parcel_id AND n.title_nb = b.title_nb
  WHERE n.says IS DISTINCT FROM b.says
$$;
