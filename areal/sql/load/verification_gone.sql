-- What the file no longer says is no longer so: a withdrawn confirmation must not linger.
DELETE FROM areal.verification AS v
USING areal.parcel AS p, located AS l
WHERE
  v.parcel_id = p.parcel_id
  AND p.slug = l.props ->> 'slug'
  AND NOT coalesce(jsonb_exists(l.props -> 'verified', v.axis), FALSE)
