SELECT
  count(*) AS waiting,
  count(*) FILTER (WHERE d.changed_at < now() - make_interval(days => :days)) AS old
FROM areal.draft AS d
WHERE d.state IN ('kladd', 'til_godkjenning', 'endring_onsket')
