-- Of each site whether the filter shows it, else which of its conditions no parcel of it fulfils; reads
-- `judged` and `matching`.
SELECT
  j.site_slug AS slug,
  j.site_slug IN (SELECT m.site_slug FROM matching AS m) AS shown,
  array_remove(
    ARRAY[
      CASE WHEN NOT bool_or(coalesce(j.by_kommune, FALSE)) THEN 'kommune' END,
      CASE WHEN NOT bool_or(coalesce(j.by_size, FALSE)) THEN 'area' END,
      CASE WHEN NOT bool_or(coalesce(j.by_market, FALSE)) THEN 'market' END,
      CASE WHEN NOT bool_or(coalesce(j.by_date, FALSE)) THEN 'when' END,
      CASE WHEN NOT bool_or(coalesce(j.by_modenhet, FALSE)) THEN 'modenhet' END,
      CASE WHEN NOT bool_or(coalesce(j.by_category, FALSE)) THEN 'category' END,
      CASE WHEN NOT bool_or(coalesce(j.by_area_class, FALSE)) THEN 'area_class' END,
      CASE WHEN NOT bool_or(coalesce(j.by_focus, FALSE)) THEN 'focus' END,
      CASE WHEN NOT bool_or(coalesce(j.by_power, FALSE)) THEN 'power' END,
      CASE WHEN NOT bool_or(coalesce(j.by_utility, FALSE)) THEN 'water' END,
      CASE WHEN NOT bool_or(coalesce(j.by_near, FALSE)) THEN 'transport' END,
      CASE WHEN NOT bool_or(coalesce(j.by_price, FALSE)) THEN 'price' END,
      CASE WHEN NOT bool_or(coalesce(j.by_owner, FALSE)) THEN 'owner' END,
      CASE WHEN NOT bool_or(coalesce(j.by_verdict, FALSE)) THEN 'verdict' END,
      CASE WHEN NOT bool_or(coalesce(j.by_text, FALSE)) THEN 'words' END,
      CASE WHEN NOT bool_or(coalesce(j.by_finding, FALSE)) THEN 'rule' END
    ],
    NULL
  ) AS reasons
FROM judged AS j
WHERE j.by_site
GROUP BY j.site_slug
