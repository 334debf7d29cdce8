DELETE FROM areal.restriction AS r
USING areal.parcel AS p, located AS l
WHERE
  r.parcel_id = p.parcel_id
  AND p.slug = l.props ->> 'slug'
  AND r.position > coalesce(jsonb_array_length(l.props -> 'restrictions'), 0)
