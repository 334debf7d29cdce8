SELECT
  (SELECT count(*) FROM import_diff AS d WHERE d.action = 'new') AS new,
  (SELECT count(*) FROM import_diff AS d WHERE d.action = 'changed') AS changed,
  (SELECT count(*) FROM import_diff AS d WHERE d.action = 'unchanged') AS unchanged,
  (SELECT count(*) FROM import_site_diff AS d WHERE d.action = 'new') AS new_sites,
  (SELECT count(*) FROM import_site_diff AS d WHERE d.action = 'changed') AS changed_sites
