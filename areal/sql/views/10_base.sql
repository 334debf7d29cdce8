-- Everything the public may read. Views run with their owner's rights, so what is left out here
-- can't be reached: drafts, internal prices, contacts of unpublished sites, enquiries, authors.

CREATE VIEW published.revision AS
SELECT
  pub.revision,
  pub.run_id,
  run.as_of,
  pub.published_at,
  run.finished_at,
  run.engine_version,
  snap.strategy_id,
  snap.title_nb AS strategy_title_nb,
  snap.title_en AS strategy_title_en,
  snap.status AS strategy_status,
  snap.valid_from AS strategy_valid_from,
  snap.valid_to AS strategy_valid_to,
  snap.document AS strategy_document,
  snap.sha256 AS strategy_sha256,
  notice.notice_nb,
  notice.notice_en
FROM areal.publication AS pub
INNER JOIN areal.run AS run ON pub.run_id = run.run_id
INNER JOIN areal.strategy_snapshot AS snap ON run.snapshot_id = snap.snapshot_id
-- Anything made for show that the public sees, or that decided a verdict it sees, is said to be so.
LEFT JOIN LATERAL (
  SELECT
    batch.notice_nb,
    batch.notice_en
  FROM areal.import_batch AS batch
  WHERE
    batch.sample
    AND (
      EXISTS (SELECT 1 FROM areal.site WHERE site.import_id = batch.import_id AND site.published)
      OR EXISTS (
        SELECT 1 FROM areal.parcel WHERE parcel.import_id = batch.import_id AND parcel.published
      )
      OR EXISTS (
        SELECT 1
        FROM jsonb_each_text(run.layer_versions) AS used
        INNER JOIN areal.layer_version AS v ON v.layer_version_id = used.value::bigint
        WHERE v.sample
      )
    )
  ORDER BY batch.import_id DESC
  LIMIT 1
) AS notice ON TRUE;

CREATE VIEW published.region AS
SELECT
  region_id,
  name_nb,
  name_en
FROM areal.region;

CREATE VIEW published.kommune AS
SELECT
  k.kommunenummer,
  k.name,
  k.region_id,
  b.area_m2,
  v.source AS boundary_source,
  v.source_version AS boundary_version,
  v.source_date AS boundary_source_date,
  v.licence AS boundary_licence,
  v.attribution AS boundary_attribution,
  b.geom_wgs84
FROM areal.kommune AS k
INNER JOIN areal.boundary AS b ON k.kommunenummer = b.kommunenummer
INNER JOIN areal.boundary_version AS v ON b.boundary_version_id = v.boundary_version_id
LEFT JOIN areal.publication AS pub ON TRUE
LEFT JOIN areal.run AS run ON pub.run_id = run.run_id
-- The edition the published run went by; before there is one, the edition in force.
WHERE v.boundary_version_id = run.boundary_version_id OR (run.run_id IS NULL AND v.in_force);

CREATE VIEW published.code AS
SELECT
  list,
  code,
  position,
  label_nb,
  label_en,
  source
FROM areal.code;

CREATE VIEW published.layer AS
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
  v.source,
  v.source_date,
  v.licence,
  v.attribution,
  v.imported_at,
  v.feature_count,
  v.sample,
  v.layer_version_id,
  l.refresh_failing_since
FROM areal.layer AS l
LEFT JOIN areal.publication AS pub ON TRUE
LEFT JOIN areal.run AS run ON pub.run_id = run.run_id
-- The version the published run measured against: a figure and its source are told together.
LEFT JOIN areal.layer_version AS v
  ON l.layer_id = v.layer_id AND (run.layer_versions ->> l.layer_id)::bigint = v.layer_version_id;

-- Shapes leave only for layers whose licence lets them.
CREATE VIEW published.layer_feature AS
SELECT
  l.layer_id,
  f.feature_id,
  f.code,
  f.name,
  f.geom_wgs84
FROM areal.publication AS pub
INNER JOIN areal.run AS run ON pub.run_id = run.run_id
CROSS JOIN areal.layer AS l
INNER JOIN areal.layer_version AS v
  ON l.layer_id = v.layer_id AND (run.layer_versions ->> l.layer_id)::bigint = v.layer_version_id
INNER JOIN areal.layer_feature AS f ON v.layer_version_id = f.layer_version_id
WHERE l.public = 'full';

-- Where the features of those layers lie, in pieces: the spatial index of the catalogue is theirs,
-- which asks in EPSG:25833. The shapes themselves are in `layer_feature`.
CREATE VIEW published.layer_place AS
SELECT
  l.layer_id,
  part.feature_id,
  part.geom
FROM areal.publication AS pub
INNER JOIN areal.run AS run ON pub.run_id = run.run_id
CROSS JOIN areal.layer AS l
INNER JOIN areal.layer_part AS part
  ON (run.layer_versions ->> l.layer_id)::bigint = part.layer_version_id
WHERE l.public = 'full';

-- The rules of every stored strategy; `published.rule` are those of the published run.
CREATE VIEW published.strategy_rule AS
SELECT
  r.snapshot_id,
  r.code,
  r.position,
  r.subject,
  r.level,
  r.theme,
  r.kind,
  r.title_nb,
  r.title_en,
  r.text_nb,
  r.text_en,
  r.wording,
  r.section_nb,
  r.section_en,
  r.page,
  r.why_nb,
  r.why_en,
  r.limits,
  r.layers,
  snap.document ->> 'title' AS document,
  snap.document ->> 'url' AS url
FROM areal.strategy_rule AS r
INNER JOIN areal.strategy_snapshot AS snap ON r.snapshot_id = snap.snapshot_id;

CREATE VIEW published.rule AS
SELECT
  r.code,
  r.position,
  r.subject,
  r.level,
  r.theme,
  r.kind,
  r.title_nb,
  r.title_en,
  r.text_nb,
  r.text_en,
  r.wording,
  r.section_nb,
  r.section_en,
  r.page,
  r.why_nb,
  r.why_en,
  r.limits,
  r.layers,
  r.document,
  r.url
FROM areal.publication AS pub
INNER JOIN areal.run AS run ON pub.run_id = run.run_id
INNER JOIN published.strategy_rule AS r ON run.snapshot_id = r.snapshot_id;
