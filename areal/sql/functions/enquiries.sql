-- Who answers what: an enquiry of a kommune is of who answers there; one to the whole region of who
-- answers in all of it, and of anybody who answers in it when nobody has that role.
CREATE OR REPLACE FUNCTION areal.may_answer(kommunenummer text, region_id text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  SELECT CASE
    WHEN may_answer.kommunenummer IS NOT NULL THEN areal.may('answer', may_answer.kommunenummer)
    ELSE (
      SELECT
        coalesce(bool_and(areal.may('answer', k.kommunenummer)), FALSE)
        OR (
          coalesce(bool_or(areal.may('answer', k.kommunenummer)), FALSE)
          AND NOT EXISTS (
            SELECT 1 FROM areal.membership AS m INNER JOIN areal.account AS a USING (account_id)
            WHERE m.role = 'contact' AND m.region_id = may_answer.region_id AND a.active
          )
        )
      FROM areal.kommune AS k WHERE k.region_id = may_answer.region_id
    )
  END
$$;

-- Give an enquiry to another kommune, or without one to the region: who has it may give it away and
-- need not be able to read it afterwards.
CREATE OR REPLACE FUNCTION areal.forward_enquiry(id bigint, place text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
DECLARE
  held areal.enquiry;
BEGIN
  SELECT * INTO held FROM areal.enquiry AS e WHERE e.enquiry_id = id FOR UPDATE;
  IF NOT FOUND OR (
    current_setting('role') = 'areal_staff'
    AND NOT areal.may_answer(held.kommunenummer, held.region_id)
  ) THEN
    RAISE insufficient_privilege USING MESSAGE = format('enquiry %s is not yours', id);
  END IF;
  IF place IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM areal.kommune AS k WHERE k.kommunenummer = place AND k.region_id = held.region_id
  ) THEN
    RAISE foreign_key_violation USING MESSAGE = format('%s is not in the region', place);
  END IF;
  UPDATE areal.enquiry AS e
  SET kommunenummer = place, touched_at = now(), noticed_at = NULL, reminded_at = NULL
  WHERE e.enquiry_id = id;
END
$$;

-- Forget who sent an enquiry: name, address, text, notes and links go; what was asked and how it went
-- stays, for counting, and can be led back to nobody.
CREATE OR REPLACE FUNCTION areal.forget_enquiry(id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
DECLARE
  held areal.enquiry;
BEGIN
  SELECT * INTO held FROM areal.enquiry AS e WHERE e.enquiry_id = id FOR UPDATE;
  IF NOT FOUND OR (
    current_setting('role') = 'areal_staff'
    AND NOT areal.may_answer(held.kommunenummer, held.region_id)
  ) THEN
    RAISE insufficient_privilege USING MESSAGE = format('enquiry %s is not yours', id);
  END IF;
  IF held.forgotten_at IS NOT NULL THEN
    RETURN FALSE;
  END IF;
  DELETE FROM areal.enquiry_person AS p WHERE p.enquiry_id = id;
  UPDATE areal.enquiry_event AS v SET body = NULL, author = '' WHERE v.enquiry_id = id;
  UPDATE areal.shortlist_sent AS s SET token = NULL, title = '', sent_by = '' WHERE s.enquiry_id = id;
  UPDATE areal.enquiry AS e
  SET
    reference = NULL,
    answered_by = NULL,
    forgotten_at = now(),
    touched_at = now()
  WHERE e.enquiry_id = id;
  PERFORM areal.note('forget', 'enquiry', id, NULL, NULL);
  RETURN TRUE;
END
$$;

-- Who is told of an enquiry: contacts of its kommune, else of its region, else who gives roles there,
-- so that somebody is. ``kind`` says which.
CREATE OR REPLACE FUNCTION areal.answerers(place text, whole text)
RETURNS TABLE (kind text, email text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = areal, pg_temp
AS $$
  WITH held AS (
    SELECT
      a.email,
      a.name,
      min(CASE
        WHEN m.role = 'contact' AND m.kommunenummer = place THEN 1
        WHEN m.role = 'contact' AND m.region_id = whole THEN 2
        WHEN m.role = 'contact' AND place IS NULL THEN 3
        WHEN m.role = 'admin' AND m.kommunenummer = place THEN 4
        WHEN m.role = 'admin' AND m.region_id = whole THEN 5
      END) AS step
    FROM areal.membership AS m
    INNER JOIN areal.account AS a USING (account_id)
    LEFT JOIN areal.kommune AS k USING (kommunenummer)
    WHERE a.active AND m.role IN ('contact', 'admin') AND coalesce(m.region_id, k.region_id) = whole
    GROUP BY a.account_id
  )

  SELECT
    CASE WHEN h.step <= 3 THEN 'contact' ELSE 'admin' END,
    h.email,
    h.name
  FROM held AS h
  WHERE h.step = (SELECT min(step) FROM held)
  ORDER BY h.email
$$;

-- What people do with enquiries is in the log; what senders wrote never is: only this table is.
CREATE OR REPLACE TRIGGER audit AFTER UPDATE OR DELETE ON areal.enquiry
FOR EACH ROW WHEN (current_setting('areal.account', TRUE) <> '')
EXECUTE FUNCTION areal.audit_change('enquiry_id');

-- Whole working days (Monday to Friday) from a moment until now, as days are reckoned in Norway.
CREATE OR REPLACE FUNCTION areal.working_days(since timestamptz, until timestamptz DEFAULT now())
RETURNS bigint
LANGUAGE sql STABLE
AS $$
  SELECT count(*)
  FROM generate_series(
    (since AT TIME ZONE 'Europe/Oslo')::date + 1, (until AT TIME ZONE 'Europe/Oslo')::date, '1 day'
  ) AS d (day)
  WHERE extract(ISODOW FROM d.day) < 6
$$;
