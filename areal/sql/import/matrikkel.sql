-- Matrikkel numbers without a kommune get the one the row lies in.
UPDATE import_row AS r
SET
  matrikkel = whole.numbers,
  props = r.props || jsonb_build_object('matrikkel', to_jsonb(whole.numbers))
FROM import_row AS o
INNER JOIN import_place AS p ON o.row_no = p.row_no
CROSS JOIN
  LATERAL (
    SELECT
      ARRAY(
        SELECT
          CASE
            WHEN n.number LIKE '%-%' THEN n.number
            ELSE p.kommunenummer || '-' || n.number -- noqa: RF01
          END
        FROM unnest(o.matrikkel) WITH ORDINALITY AS n (number, place) -- noqa: RF01
        ORDER BY n.place
      ) AS numbers
  ) AS whole
WHERE r.row_no = o.row_no AND array_to_string(r.matrikkel, ';') ~ '(^|;)[0-9]+/'
