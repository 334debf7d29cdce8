-- Drafts that wait: to be looked at by a publisher, or to be changed by an editor.
SELECT
  d.kommunenummer,
  d.site_id,
  d.title AS site_name,
  NULL::bigint AS parcel_id,
  NULL::text AS label,
  jsonb_build_object('draft_id', d.draft_id, 'state', d.state, 'since', d.changed_at) AS detail
FROM areal.draft AS d
WHERE
  d.state IN ('til_godkjenning', 'endring_onsket')
  AND d.publish_at IS NULL
  AND d.kommunenummer = ANY(cast(:kommuner AS text[]))
ORDER BY d.changed_at
