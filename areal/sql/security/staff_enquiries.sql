-- Enquiries: read and worked on where one answers, by nobody of the public, and their senders by none
-- but who answers. Events are added to; forgetting and forwarding go through functions.
GRANT SELECT ON areal.enquiry, areal.enquiry_person, areal.enquiry_event, areal.shortlist_sent
TO areal_staff;
GRANT UPDATE (stage, lost_why, touched_at, answered_at, answered_by) ON areal.enquiry TO areal_staff;
GRANT INSERT ON areal.enquiry_event, areal.shortlist_sent TO areal_staff;
GRANT UPDATE (withdrawn_at) ON areal.shortlist_sent TO areal_staff;
REVOKE EXECUTE ON FUNCTION
areal.may_answer(text, text), areal.forward_enquiry(bigint, text), areal.forget_enquiry(bigint),
areal.answerers(text, text), areal.requirement_values(jsonb)
FROM public;

DO $$
DECLARE
  through constant text :=
    'EXISTS (SELECT 1 FROM areal.enquiry AS e WHERE e.enquiry_id = %I.enquiry_id)';
  policy text[];
  kept text;
BEGIN
  FOREACH policy SLICE 1 IN ARRAY ARRAY[
    ['enquiry', 'SELECT', 'areal.may_answer(kommunenummer, region_id)'],
    ['enquiry', 'UPDATE', 'areal.may_answer(kommunenummer, region_id)'],
    ['enquiry_person', 'SELECT', through],
    ['enquiry_event', 'SELECT', through],
    ['enquiry_event', 'INSERT', through],
    ['shortlist_sent', 'SELECT', through],
    ['shortlist_sent', 'INSERT', through],
    ['shortlist_sent', 'UPDATE', through]
  ] LOOP
    EXECUTE format('ALTER TABLE areal.%I ENABLE ROW LEVEL SECURITY', policy[1]);
    EXECUTE format('DROP POLICY IF EXISTS staff_%s ON areal.%I', lower(policy[2]), policy[1]);
    EXECUTE format(
      'CREATE POLICY staff_%1$s ON areal.%2$I FOR %1$s TO areal_staff %3$s',
      lower(policy[2]), policy[1],
      CASE WHEN policy[2] <> 'INSERT' THEN 'USING (' || format(policy[3], policy[1]) || ')' ELSE '' END
      || CASE
        WHEN policy[2] <> 'SELECT' THEN ' WITH CHECK (' || format(policy[3], policy[1]) || ')'
        ELSE ''
      END
    );
  END LOOP;
  -- The service, which tells of enquiries and forgets them, and the command line.
  FOREACH kept IN ARRAY ARRAY['enquiry', 'enquiry_person', 'enquiry_event', 'shortlist_sent'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS tools_all ON areal.%I', kept);
    EXECUTE format(
      'CREATE POLICY tools_all ON areal.%I FOR ALL TO areal_app USING (TRUE) WITH CHECK (TRUE)', kept
    );
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION areal.answerers(text, text) FROM areal_staff;
