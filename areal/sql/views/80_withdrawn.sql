-- Sites the public has seen and sees no longer: what they were called, where they lay, and which
-- sites that are there now come nearest. Nothing else of them is told, and of drafts nothing.
CREATE VIEW published.withdrawn_site AS
SELECT
  gone.slug,
  gone.name,
  gone.kommunenummer,
  k.name AS kommune_name,
  near.similar_sites
FROM areal.site_shown AS gone
INNER JOIN areal.kommune AS k ON gone.kommunenummer = k.kommunenummer
CROSS JOIN
  LATERAL (
    SELECT
      coalesce(
        jsonb_agg(
          jsonb_build_object('slug', ranked.slug, 'name', ranked.name, 'kommune', ranked.kommune_name)
          ORDER BY ranked.rank
        ),
        '[]'::jsonb
      ) AS similar_sites
    FROM (
      SELECT
        s.slug,
        s.name,
        s.kommune_name,
        row_number() OVER (
          ORDER BY
            s.kommunenummer <> gone.kommunenummer,
            s.category <> gone.category,
            abs(s.area_m2 - gone.area_m2),
            s.slug
        ) AS rank
      FROM published.site AS s
    ) AS ranked
    WHERE ranked.rank <= 4
  ) AS near
WHERE NOT EXISTS (SELECT 1 FROM published.parcel AS p WHERE p.site_slug = gone.slug);
