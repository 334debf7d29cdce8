-- The account of a person the provider vouches for; one that was only named by its e-mail, and has no
-- password, is bound to the person.
WITH known AS (
  SELECT a.account_id FROM areal.account AS a
  WHERE a.issuer = :issuer AND a.subject = :subject AND a.active
),

bound AS (
  UPDATE areal.account AS a SET issuer = :issuer, subject = :subject
  WHERE
    a.email = :email
    AND a.active
    AND a.subject IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM areal.account AS taken
      WHERE taken.issuer = :issuer AND taken.subject = :subject
    )
    AND NOT EXISTS (
      SELECT 1 FROM areal.ways_in(a.account_id) AS w WHERE w.has_password
    )
  RETURNING a.account_id
)

SELECT k.account_id FROM known AS k
UNION ALL
SELECT b.account_id FROM bound AS b
