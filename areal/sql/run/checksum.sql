-- The findings of a run as one checksum: the same inputs must give the same one.
SELECT
  encode(
    sha256(
      convert_to(
        coalesce(
          string_agg(
            concat_ws(
              '|', f.rule_code, p.slug, f.kommunenummer, f.region_id, f.verdict,
              f.measured, f.unit, f.margin, f.evidence, ST_AsText(ST_Normalize(f.evidence_geom), 3)
            ),
            E'\n' ORDER BY f.rule_code COLLATE "C", p.slug COLLATE "C", f.kommunenummer, f.region_id
          ),
          ''
        ),
        'UTF8'
      )
    ),
    'hex'
  )
FROM areal.finding AS f
LEFT JOIN areal.parcel AS p ON f.parcel_id = p.parcel_id
WHERE f.run_id = :run_id
