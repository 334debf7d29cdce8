-- The published parcels that get another verdict from any rule, with overall verdict and strip,
-- before and after.
CREATE TEMPORARY TABLE turned ON COMMIT DROP AS
WITH draft AS (
  SELECT d.*
  FROM jsonb_to_recordset(cast(:draft AS jsonb))
    AS d (code text, place integer, changed boolean, position integer)
),

touched AS (
  SELECT
    c.parcel_id,
    -- That a rule comes or goes is nothing to a parcel that meets it, or that it is not about.
    bool_or(
      CASE
        WHEN c.before IS NULL OR c.after IS NULL
          THEN coalesce(c.before, c.after) NOT IN ('met', 'not_relevant')
        ELSE TRUE
      END
    ) AS noted
  FROM pg_temp.cell AS c
  WHERE c.parcel_id IS NOT NULL AND c.before IS DISTINCT FROM c.after
  GROUP BY c.parcel_id
),

joined AS (
  SELECT
    t.parcel_id,
    bool_or(t.noted) AS noted,
    min(p.overall) AS before,
    min(p.strip) AS strip_before,
    coalesce(
      array_agg(CASE WHEN d.changed THEN c.after ELSE p.strip[d.place] END ORDER BY d.position)
      FILTER (WHERE d.code IS NOT NULL),
      '{}'
    ) AS strip_after
  FROM touched AS t
  INNER JOIN published.parcel AS p ON t.parcel_id = p.parcel_id
  LEFT JOIN draft AS d ON TRUE
  LEFT JOIN pg_temp.cell AS c ON d.code = c.rule_code AND t.parcel_id = c.parcel_id
  GROUP BY t.parcel_id
)

SELECT
  *,
  -- As in run/summarise.sql.
  CASE
    WHEN 'deviates' = ANY(strip_after) THEN 'deviates'
    WHEN 'consider' = ANY(strip_after) THEN 'consider'
    WHEN strip_after && ARRAY['not_mapped', 'missing', 'error'] OR 'met' <> ALL(strip_after)
      THEN 'gap'
    ELSE 'met'
  END AS after
FROM joined
