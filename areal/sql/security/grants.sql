-- Three roles: the owner changes structure, the app works in the catalogue, the public reads views.
GRANT USAGE ON SCHEMA areal TO areal_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA areal TO areal_app;
-- What was found, and what once stood, is added to and never rewritten: a row may only be told to
-- hold no longer (see functions/run_spans.sql).
REVOKE UPDATE, DELETE ON
areal.finding_span, areal.parcel_verdict_span, areal.proximity_span, areal.subject_span,
areal.kommune_span, areal.strategy_snapshot, areal.strategy_rule,
areal.parcel_history, areal.site_history, areal.deviation_grant_history,
areal.verification_history, areal.restriction_history, areal.site_media_history
FROM areal_app;
REVOKE UPDATE, DELETE ON areal.layer_fetch FROM areal_app;
GRANT UPDATE (until_run) ON
areal.finding_span, areal.parcel_verdict_span, areal.proximity_span, areal.subject_span,
areal.kommune_span
TO areal_app;
REVOKE INSERT, UPDATE, DELETE ON
areal.finding, areal.parcel_verdict, areal.proximity, areal.run_subject, areal.run_kommune,
areal.run_figure, areal.catalogue_subject
FROM areal_app;
REVOKE DELETE ON areal.run FROM areal_app;
-- A decision stays with what it is about; what was decided may be corrected or withdrawn.
REVOKE UPDATE, DELETE ON areal.deviation_grant FROM areal_app;
GRANT UPDATE (
  body, case_ref, decided_on, valid_until, reason, withdrawn_on, withdrawn_by, withdrawn_why
) ON areal.deviation_grant TO areal_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA areal TO areal_app;
GRANT USAGE ON SCHEMA published TO areal_app, areal_public;
GRANT SELECT ON ALL TABLES IN SCHEMA published TO areal_app, areal_public;
-- What a function computes is no secret, but the public needs none of ours.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA areal FROM public;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA areal TO areal_app;
-- Views run with their owner's rights, but the functions in them with the reader's.
GRANT EXECUTE ON FUNCTION areal.folded(text), areal.web_mercator(geometry) TO areal_public;
