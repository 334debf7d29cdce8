-- Everything that is kept of who has an e-mail address, one row an enquiry.
SELECT
  e.reference,
  e.received_at,
  e.lang,
  coalesce(k.name, r.name_nb) AS place,
  e.site_names AS sites,
  e.asked,
  e.stage,
  e.lost_why,
  e.answered_at,
  p.name,
  p.organisation,
  p.email,
  p.phone,
  p.message,
  p.words,
  p.consented_at,
  (
    SELECT
      coalesce(
        jsonb_agg(
          jsonb_build_object('at', v.at, 'kind', v.kind, 'code', v.code, 'text', v.body)
          ORDER BY v.event_id
        ), '[]'
      )
    FROM areal.enquiry_event AS v
    WHERE v.enquiry_id = e.enquiry_id
  ) AS events,
  (
    SELECT
      coalesce(
        jsonb_agg(
          jsonb_build_object(
            'title', s.title, 'sites', s.slugs, 'sent_at', s.sent_at, 'expires_at', s.expires_at,
            'opened', s.views
          )
          ORDER BY s.shortlist_id
        ), '[]'
      )
    FROM areal.shortlist_sent AS s
    WHERE s.enquiry_id = e.enquiry_id
  ) AS shortlists
FROM areal.enquiry_person AS p
INNER JOIN areal.enquiry AS e ON p.enquiry_id = e.enquiry_id
INNER JOIN areal.region AS r ON e.region_id = r.region_id
LEFT JOIN areal.kommune AS k ON e.kommunenummer = k.kommunenummer
WHERE lower(p.email) = lower(trim(:email))
ORDER BY e.enquiry_id
