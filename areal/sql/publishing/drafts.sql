-- Drafts that are on their way, and those that became public of late, with what was last done to them.
SELECT
  d.draft_id,
  d.site_id,
  d.title,
  d.kommunenummer,
  k.name AS kommune_name,
  d.state,
  d.publish_at,
  d.changed_by,
  d.changed_at,
  e.at AS done_at,
  e.who AS done_by,
  e.message
FROM areal.draft AS d
INNER JOIN areal.kommune AS k ON d.kommunenummer = k.kommunenummer
LEFT JOIN LATERAL (
  SELECT
    x.at,
    x.who,
    x.message
  FROM areal.draft_event AS x
  WHERE x.draft_id = d.draft_id
  ORDER BY x.at DESC, x.event_id DESC
  LIMIT 1
) AS e ON TRUE
WHERE
  d.state IN ('til_godkjenning', 'endring_onsket')
  OR (d.state = 'publisert' AND e.at > cast(:since AS timestamptz))
ORDER BY coalesce(e.at, d.changed_at), d.draft_id
