SELECT
  jsonb_build_object(
    'run', r.run_id,
    'strategy', s.strategy_id,
    'strategy_sha256', s.sha256,
    'strategy_notice', s.document -> 'notice',
    'engine', r.engine_version,
    'as_of', r.as_of,
    'findings_sha256', r.findings_sha256,
    'counts', r.counts,
    'eksempeldata', EXISTS (
      SELECT 1
      FROM areal.parcel AS p
      INNER JOIN areal.import_batch AS b ON p.import_id = b.import_id
      WHERE b.sample
    )
    OR EXISTS (
      SELECT 1
      FROM areal.layer_version AS v
      INNER JOIN jsonb_each_text(r.layer_versions) AS used
        ON v.layer_version_id = used.value::bigint
      WHERE v.sample
    ),
    'layers', (
      SELECT
        jsonb_object_agg(v.layer_id, jsonb_build_object(
          'source', v.source, 'source_date', v.source_date, 'checksum', v.checksum
        ))
      FROM areal.layer_version AS v
      INNER JOIN jsonb_each(r.layer_versions) AS used
        ON v.layer_version_id = used.value::bigint
    ),
    'findings', (
      SELECT
        coalesce(
          jsonb_agg(
            jsonb_strip_nulls(jsonb_build_object(
              'rule', f.rule_code,
              'parcel', p.slug,
              'kommune', f.kommunenummer,
              'region', f.region_id,
              'verdict', f.verdict,
              'measured', f.measured,
              'unit', f.unit,
              'margin', f.margin,
              'evidence', f.evidence
            ))
            ORDER BY f.rule_code, p.slug, f.kommunenummer, f.region_id
          ),
          '[]'::jsonb
        )
      FROM areal.finding AS f
      LEFT JOIN areal.parcel AS p ON f.parcel_id = p.parcel_id
      WHERE f.run_id = r.run_id
    )
  )
FROM areal.run AS r
INNER JOIN areal.strategy_snapshot AS s ON r.snapshot_id = s.snapshot_id
WHERE r.run_id = :run_id
