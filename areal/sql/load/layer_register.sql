INSERT INTO areal.layer (
  layer_id, title_nb, title_en, theme, geometry_kind, provider, interval_days, public, proximity, on_map
)
VALUES (
  :layer_id, :title_nb, :title_en, :theme, :geometry_kind, :provider, :interval_days, :public,
  :proximity, :on_map
)
ON CONFLICT (layer_id) DO UPDATE SET
  title_nb = excluded.title_nb,
  title_en = excluded.title_en,
  theme = excluded.theme,
  geometry_kind = excluded.geometry_kind,
  provider = excluded.provider,
  interval_days = excluded.interval_days,
  public = excluded.public,
  proximity = excluded.proximity,
  on_map = excluded.on_map
