-- What the transaction of a signed-in person may do. It has become areal_staff, whose rows are those
-- the person's memberships reach (functions/accounts.sql): a check the pages forget is made here.
-- Read: what is published, and drafts of one's own kommuner. Write: by task and kommune.

-- Beside the right by row, what a person's transaction never touches: layers, runs, imports, secrets.
GRANT USAGE ON SCHEMA areal, published TO areal_staff;
GRANT SELECT ON ALL TABLES IN SCHEMA published TO areal_staff;
GRANT SELECT ON
areal.region, areal.kommune, areal.boundary, areal.boundary_version, areal.code,
areal.strategy_snapshot, areal.strategy_rule, areal.run, areal.publication, areal.finding,
areal.site, areal.parcel, areal.site_media, areal.verification, areal.restriction,
areal.deviation_grant, areal.account, areal.membership, areal.audit_log, areal.site_shown
TO areal_staff;
GRANT INSERT, UPDATE, DELETE ON
areal.site, areal.parcel, areal.site_media, areal.verification, areal.restriction
TO areal_staff;
GRANT INSERT ON
areal.deviation_grant, areal.parcel_history, areal.site_history, areal.site_media_history,
areal.verification_history, areal.restriction_history, areal.deviation_grant_history
TO areal_staff;
GRANT UPDATE (
  body, case_ref, decided_on, valid_until, reason, withdrawn_on, withdrawn_by, withdrawn_why
) ON areal.deviation_grant TO areal_staff;
GRANT UPDATE (revision) ON areal.publication TO areal_staff;
GRANT INSERT ON areal.account TO areal_staff;
GRANT UPDATE (name, active) ON areal.account TO areal_staff;
GRANT INSERT, DELETE ON areal.membership TO areal_staff;
GRANT INSERT, DELETE ON areal.account_link TO areal_staff;
GRANT SELECT (account_id) ON areal.account_link TO areal_staff;
-- Drafts: what a site is proposed to become.
GRANT SELECT, INSERT, UPDATE ON areal.draft TO areal_staff;
GRANT SELECT, INSERT, DELETE ON areal.draft_version TO areal_staff;
-- Publishing: consents are struck out and not removed, what was done is only added to.
GRANT SELECT, INSERT ON areal.owner_consent, areal.draft_event TO areal_staff;
GRANT UPDATE (withdrawn_on, withdrawn_by) ON areal.owner_consent TO areal_staff;
REVOKE UPDATE, DELETE ON areal.draft_event FROM areal_app;
REVOKE DELETE ON areal.owner_consent FROM areal_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA areal TO areal_staff;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA areal TO areal_staff;
REVOKE EXECUTE ON FUNCTION
areal.secret_of(bigint), areal.keep_password(bigint, text), areal.rehash_password(bigint, text),
areal.offer_factor(bigint, bytea), areal.confirm_factor(bigint, bigint, bytea[]),
areal.take_factor(bigint, bigint), areal.take_recovery_code(bigint, bytea)
FROM areal_staff;

-- Files sent in, and senders: whose they are.
GRANT SELECT, INSERT, UPDATE ON areal.import_job, areal.import_sender TO areal_staff;
GRANT SELECT, INSERT, DELETE ON areal.form_done TO areal_staff;

-- Secrets have no reader, and what was done is only added to, by triggers and areal.note().
REVOKE ALL ON areal.account_secret, areal.recovery_code FROM areal_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON areal.audit_log FROM areal_app;
REVOKE DELETE ON areal.account FROM areal_app;

DO $$
DECLARE
  parcels constant text := 'EXISTS (SELECT 1 FROM areal.parcel AS p WHERE p.parcel_id = %I.parcel_id';
  sites constant text := 'EXISTS (SELECT 1 FROM areal.site AS s WHERE s.site_id = %I.site_id';
  drafts constant text := 'EXISTS (SELECT 1 FROM areal.draft AS d WHERE d.draft_id = %I.draft_id';
  policy text[];
BEGIN
  FOREACH policy SLICE 1 IN ARRAY ARRAY[
    ['site', 'SELECT', 'published OR areal.may(''read'', kommunenummer)'],
    ['site', 'INSERT', 'areal.may(''edit'', kommunenummer)'],
    ['site', 'UPDATE', 'areal.may(''edit'', kommunenummer) OR areal.may(''publish'', kommunenummer)'],
    ['site', 'DELETE', 'areal.may(''edit'', kommunenummer)'],
    ['parcel', 'SELECT', 'published OR areal.may(''read'', kommunenummer)'],
    ['parcel', 'INSERT', 'areal.may(''edit'', kommunenummer)'],
    ['parcel', 'UPDATE', 'areal.may(''edit'', kommunenummer) OR areal.may(''publish'', kommunenummer)'],
    ['parcel', 'DELETE', 'areal.may(''edit'', kommunenummer)'],
    ['site_media', 'SELECT', sites || ')'],
    ['site_media', 'ALL', sites || ' AND areal.may(''edit'', s.kommunenummer))'],
    ['verification', 'SELECT', parcels || ')'],
    ['verification', 'ALL', parcels || ' AND areal.may(''edit'', p.kommunenummer))'],
    ['restriction', 'SELECT', parcels || ')'],
    ['restriction', 'ALL', parcels || ' AND areal.may(''edit'', p.kommunenummer))'],
    ['draft', 'SELECT', 'areal.may(''read'', kommunenummer)'],
    ['draft', 'INSERT', 'areal.may(''edit'', kommunenummer)'],
    ['draft', 'UPDATE', 'areal.may(''edit'', kommunenummer) OR areal.may(''publish'', kommunenummer)'],
    ['draft_version', 'SELECT', drafts || ')'],
    ['draft_version', 'INSERT', drafts || ' AND areal.may(''edit'', d.kommunenummer))'],
    ['draft_version', 'DELETE', drafts || ' AND areal.may(''edit'', d.kommunenummer))'],
    ['owner_consent', 'SELECT', parcels || ' AND areal.may(''read'', p.kommunenummer))'],
    ['owner_consent', 'INSERT', parcels || ' AND areal.may(''edit'', p.kommunenummer))'],
    ['owner_consent', 'UPDATE', parcels || ' AND (areal.may(''edit'', p.kommunenummer) OR areal.may(''publish'', p.kommunenummer)))'],
    ['draft_event', 'SELECT', 'areal.may(''read'', kommunenummer)'],
    [
      'draft_event', 'INSERT',
      'areal.may(''publish'', kommunenummer) OR (areal.may(''edit'', kommunenummer) '
      'AND what IN (''sendt'', ''hentet'', ''forkastet''))'
    ],
    ['deviation_grant', 'SELECT', parcels || ')'],
    ['deviation_grant', 'INSERT', parcels || ' AND areal.may(''grant'', p.kommunenummer))'],
    ['deviation_grant', 'UPDATE', parcels || ' AND areal.may(''grant'', p.kommunenummer))'],
    ['account', 'SELECT', 'areal.may_see_account(account_id)'],
    ['account', 'INSERT', 'coalesce(current_setting(''areal.may_manage'', TRUE), '''') <> '''''],
    ['account', 'UPDATE', 'areal.may_manage_account(account_id)'],
    ['membership', 'SELECT', 'areal.may_see_account(account_id)'],
    ['membership', 'INSERT', 'areal.may(''manage'', kommunenummer) OR areal.may_manage_region(region_id)'],
    ['membership', 'DELETE', 'areal.may(''manage'', kommunenummer) OR areal.may_manage_region(region_id)'],
    ['account_link', 'SELECT', 'areal.may_manage_account(account_id)'],
    ['account_link', 'INSERT', 'areal.may_manage_account(account_id)'],
    ['account_link', 'DELETE', 'areal.may_manage_account(account_id)'],
    ['form_done', 'ALL', 'account_id = areal.signed_in()'],
    ['import_job', 'SELECT', 'account_id = areal.signed_in()'],
    [
      'import_job', 'INSERT',
      'account_id = areal.signed_in() AND (kommunenummer IS NULL OR areal.may(''edit'', kommunenummer))'
    ],
    ['import_job', 'UPDATE', 'account_id = areal.signed_in()'],
    ['import_sender', 'ALL', 'account_id = areal.signed_in() OR areal.may(''edit'', kommunenummer)'],
    [
      'audit_log', 'SELECT',
      'areal.may(''manage'', kommunenummer) OR (subject IN (''account'', ''membership'') '
      'AND areal.may_manage_account(subject_id))'
    ]
  ] LOOP
    EXECUTE format('ALTER TABLE areal.%I ENABLE ROW LEVEL SECURITY', policy[1]);
    EXECUTE format('DROP POLICY IF EXISTS staff_%s ON areal.%I', lower(policy[2]), policy[1]);
    EXECUTE format(
      'CREATE POLICY staff_%1$s ON areal.%2$I FOR %1$s TO areal_staff %3$s',
      lower(policy[2]), policy[1],
      CASE WHEN policy[2] <> 'INSERT' THEN 'USING (' || format(policy[3], policy[1]) || ')' ELSE '' END
      || CASE
        WHEN policy[2] IN ('INSERT', 'UPDATE', 'ALL')
          THEN ' WITH CHECK (' || format(policy[3], policy[1]) || ')'
        ELSE ''
      END
    );
  END LOOP;
END
$$;

-- The service itself, which lets people in, and the command line have the tables as a whole.
DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY[
    'account', 'membership', 'account_link', 'audit_log', 'draft', 'draft_version', 'owner_consent',
    'draft_event', 'import_job', 'import_sender', 'form_done'
  ] LOOP
    EXECUTE format('DROP POLICY IF EXISTS tools_all ON areal.%I', kept);
    EXECUTE format(
      'CREATE POLICY tools_all ON areal.%I FOR ALL TO areal_app USING (TRUE) WITH CHECK (TRUE)', kept
    );
  END LOOP;
END
$$;
