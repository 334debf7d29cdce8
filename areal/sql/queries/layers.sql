SELECT
  l.layer_id,
  l.title_nb,
  l.title_en,
  l.theme,
  l.geometry_kind,
  l.provider,
  l.interval_days,
  l.public,
  l.proximity,
  l.on_map,
  l.source,
  l.source_date,
  l.licence,
  l.attribution,
  l.imported_at,
  l.feature_count,
  l.sample,
  l.layer_version_id,
  l.refresh_failing_since
FROM published.layer AS l
LEFT JOIN published.code AS c ON l.theme = c.code AND c.list = 'theme'
ORDER BY c.position, l.title_nb COLLATE "nb-x-icu", l.layer_id  -- noqa: RF05
