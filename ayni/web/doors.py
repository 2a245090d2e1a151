"""Who may open what: every screen by the name of its address, and what opens it.

This table is the whole of it. The gate looks here before a view runs: a view that forgot to ask is still shut, and an
address that is not here does not open at all. `ayni.commons.access.doors` says what the words mean; in short, `inside`
is a record that lies in an area, `anywhere` a list that is narrowed or that every holder may read, `everywhere` what
concerns all areas at once, `own` what belongs to one user.

A row `web:decide_paper:approve` holds for that address when its last part, the verb, is `approve`.
"""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.urls import ResolverMatch

from ayni.commons.access.doors import Door, anywhere, everybody, everywhere, inside, own, signed_in

PEOPLE = "registry.see_households"
RUNS = "enrolment.see_runs"
RULES = "programmes.see"
REVIEW = "enrolment.review"
MONEY = "benefits.see_payments"
WORDS = "registry.see_dictionary"
PROPOSE, DECIDE = "registry.propose_dictionary", "registry.approve_dictionary"
INSIGHT = "monitoring.see"
ASSESSED, SPELL, ADOPT = "assessment.see", "assessment.write", "assessment.adopt"
FOUND = "assessment.see_household"
INSTRUMENTS = (ASSESSED, SPELL, ADOPT, "assessment.assess")  # any of them
HELP = (ASSESSED, "assessment.propose_answers", "assessment.approve_answers")
AUDIT = "audit.see"
USERS = "access.manage"
CAMPAIGNS = ("intake.plan_campaign", "intake.supervise", "intake.approve_campaign")  # any of them
KEYS, LEND = "access.hold_tokens", "access.delegate"
PAPERS, SCHEDULE, SHARE, APPROVE = "privacy.see", "privacy.schedule", "privacy.share", "privacy.approve"
CONSENT, COPY = "privacy.record_consent", "privacy.give_copy"
LODGE, CORRECT = "privacy.lodge_correction", "privacy.decide_correction"
AREAS, KEEP_PLACES = "directory.see", "directory.keep_places"
DEFINE, REDRAW = "directory.define", "directory.approve"
FILL = "intake.submit"
CARDS, LINK_FILES = "identity.issue_cards", "identity.link_files"

CHANGES = ("intake.request_changes", "intake.check_changes")
ASK, CHECK = CHANGES
ACCEPTANCE = ("intake.prepare_acceptance", "intake.approve_acceptance")

DOORS: dict[str, Door] = {
    # Signing in, and one's own account
    "account_login": everybody(),
    "account_inactive": everybody(),
    "mfa_authenticate": everybody(),
    "mfa_login_webauthn": everybody(),
    "oauth_token": everybody(),  # with a client id and its secret
    "oauth_revoke": everybody(),
    "web:sign_in": everybody(),
    "web:forgotten": everybody(),
    "web:openid": everybody(),
    "web:openid_back": everybody(),
    "web:choose_password": everybody(),  # the link is the key
    "web:sign_out": everybody(),
    "web:set_language": everybody(),
    "web:health": everybody(),
    "account_reauthenticate": signed_in(),
    "mfa_reauthenticate": signed_in(),
    "mfa_reauthenticate_webauthn": signed_in(),
    "account_change_password": signed_in(),
    "account_set_password": signed_in(),
    "mfa_index": signed_in(),
    "mfa_activate_totp": signed_in(),
    "mfa_deactivate_totp": signed_in(),
    "mfa_view_recovery_codes": signed_in(),
    "mfa_generate_recovery_codes": signed_in(),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in(),
    "mfa_edit_webauthn": signed_in(),  # of another there is none, once it is confirmed who asks
    "mfa_remove_webauthn": signed_in(),
    "web:own_account": signed_in(),
    "web:end_other_sessions": signed_in(),
    "web:end_session": signed_in(),  # another's is left as it is
    "web:lending": signed_in(),
    "web:lend_role": own(LEND),
    "web:take_back_role": own(LEND),
    "web:tokens": signed_in(),
    "web:make_token": anywhere(KEYS),
    "web:rotate_token": own(KEYS),
    "web:revoke_token": own(KEYS),
    "web:home": signed_in(),
    "web:gallery": signed_in(),
    # People
    "web:people": anywhere(PEOPLE),
    "web:people_file": anywhere("registry.export_people", PEOPLE),
    "web:save_list": anywhere(PEOPLE),
    "web:drop_list": anywhere(PEOPLE),
    "web:household": inside(PEOPLE),
    "web:register_household": anywhere("registry.register"),
    "web:draft": own("registry.register"),
    "web:draft_place": own("registry.register"),
    "web:draft_member": own("registry.register"),
    "web:remove_draft_member": own("registry.register"),
    "web:discard_draft": own("registry.register"),
    "web:draft_likely": own("registry.register"),
    "web:draft_answer": own("registry.register"),
    "web:person": inside(PEOPLE),
    "web:household_seen": inside(PEOPLE),
    "web:person_seen": inside(PEOPLE),
    "web:merges": anywhere("identity.see"),  # narrowed to the reader's areas
    "web:merge": inside("identity.see"),
    "web:choose_merge": inside("identity.merge", PEOPLE),
    "web:merge_people": inside("identity.merge", PEOPLE),
    "web:part_people": inside("identity.merge", "identity.see"),
    "web:household_sensitive": inside(PEOPLE, "registry.see_sensitive"),
    "web:person_sensitive": inside(PEOPLE, "registry.see_sensitive"),
    "web:person_photo": inside(PEOPLE),
    **{f"web:{verb}_photo": inside(PEOPLE, "registry.correct") for verb in ("keep", "remove")},
    **{f"web:{verb}_identifier": inside(PEOPLE, "registry.register") for verb in ("add", "end")},
    "web:verify_identifier": inside(PEOPLE, "registry.verify"),
    **{f"web:{verb}_phone": inside(PEOPLE, "registry.correct") for verb in ("add", "end")},
    **{f"web:{verb}_name": inside(PEOPLE, "registry.correct") for verb in ("add", "remove")},
    **{f"web:{verb}_residence": inside(PEOPLE, "registry.register") for verb in ("start", "end")},
    "web:resolve_answer": inside(PEOPLE, "registry.correct"),
    # Cards
    "web:card_sheets": anywhere(CARDS),
    "web:card_sheet": own(CARDS),
    "web:card_sheet_file": own(CARDS),
    "web:person_cards": inside(CARDS, PEOPLE),
    "web:give_card": inside(CARDS, PEOPLE),
    "web:print_card": inside(CARDS),
    "web:card_square": inside(CARDS),
    "web:replace_card": inside(CARDS),
    "web:end_card": inside(CARDS),
    "web:number_checks": inside("registry.verify", PEOPLE),
    "web:check_card": everybody(),  # nothing of anybody is in it
    "web:card_keys": everybody(),
    "web:ended_cards": everybody(),
    # Changes of records
    "web:changes": anywhere(CHANGES),
    "web:choose_change": inside(ASK),
    "web:make_change": inside(ASK),
    "web:change": inside(CHANGES),
    "web:change_paper": inside(CHANGES),
    "web:add_change_evidence": inside(ASK),
    "web:change_moves": anywhere(CHANGES),
    "web:ask_for_household": anywhere(ASK),
    "web:approve_changes": anywhere(CHECK),
    "web:decide_change": inside(CHANGES),
    **{f"web:decide_change:{verb}": inside(CHECK) for verb in ("approve", "apply", "reject", "ask")},
    **{f"web:decide_change:{verb}": inside(CHECK) for verb in ("receive", "right", "wrong")},
    **{f"web:decide_change:{verb}": inside(ASK) for verb in ("submit", "withdraw", "appeal", "counter")},
    "web:acceptance_rules": anywhere((*ACCEPTANCE, CHECK)),
    "web:prepare_acceptance_rule": everywhere(ACCEPTANCE[0]),
    "web:decide_acceptance_rule": everywhere(ACCEPTANCE[1]),
    # Files of people
    "web:files": everywhere("intake.load"),
    "web:upload_file": everywhere("intake.load"),
    "web:load_survey": everywhere("intake.load", "registry.admit"),
    "web:file": everywhere("intake.load"),
    "web:map_file": everywhere("intake.load"),
    "web:write_file_mapping": everywhere("intake.load"),
    "web:file_mapping": everywhere("intake.load"),
    "web:check_file": everywhere("intake.load"),
    "web:file_findings": everywhere("intake.load"),
    "web:rejected_rows": everywhere("intake.load"),
    "web:rejected_workbook": everywhere("intake.load"),
    "web:load_file": everywhere("intake.load", "registry.admit"),
    "web:undo_file": everywhere("intake.load", "registry.admit"),
    "web:withdraw_file": everywhere("intake.load"),
    # Files linked with each other or with the registry
    "web:linkings": anywhere(LINK_FILES),
    "web:new_linking": anywhere(LINK_FILES),
    **{f"web:linking{part}": own(LINK_FILES) for part in ("", "_columns", "_pairs", "_pairs_file", "_groups_file")},
    "web:linking_report": own(LINK_FILES),
    "web:delete_linking": own(LINK_FILES),
    # Filling in questionnaires
    "web:filling": anywhere(FILL),
    "web:begin_form": anywhere(FILL),
    "web:form": own(FILL),
    "web:form_over": own(FILL),
    "web:form_page": own(FILL),
    "web:check_form": own(FILL),
    "web:discard_form": own(FILL),
    "web:form_file": own(FILL),
    "web:filling_worker": signed_in(),
    "web:filling_device": anywhere(FILL),
    "web:form_definition": anywhere(FILL),
    "web:offline": anywhere(FILL),
    "web:offline_form": anywhere(FILL),
    "web:sync_form": anywhere(FILL),
    # Questionnaires, what was sent of them, and the phones that send
    "web:questionnaires": anywhere("intake.see_forms"),
    "web:questionnaire": anywhere("intake.see_forms"),
    "web:questionnaire_workbook": anywhere("intake.see_forms"),
    "web:upload_questionnaire": everywhere("intake.prepare_forms"),
    "web:make_questionnaire": everywhere("intake.prepare_forms"),
    "web:questionnaire_step": everywhere("intake.approve_forms", "intake.see_forms"),
    "web:questionnaire_step:withdraw": everywhere("intake.prepare_forms", "intake.see_forms"),
    "web:phones": anywhere("intake.submit"),
    "web:withdraw_phone": anywhere("intake.submit"),  # one's own
    "web:submissions": anywhere("intake.see_forms", ("intake.see_submissions", "intake.mend", "intake.submit")),
    "web:submission": inside(("intake.see_submissions", "intake.mend", "intake.submit")),
    "web:submission_file": inside(("intake.see_submissions", "intake.mend", "intake.submit")),
    "web:mend_submission": inside("intake.mend"),
    "web:apply_submission": inside("intake.mend"),
    "web:refuse_submission": inside("intake.mend"),
    # Quality of the data, and who is asked again
    # Whether two records are one person
    "web:same": anywhere("identity.see"),
    "web:next_pair": anywhere("identity.review"),
    "web:last_pair_back": anywhere("identity.review"),
    "web:same_pair": inside("identity.see"),
    "web:answer_pair": inside("identity.review"),
    "web:pair_again": inside("identity.review"),
    "web:same_group": inside("identity.see"),
    "web:same_runs": anywhere("identity.see"),
    "web:start_same_run": anywhere("identity.link"),
    "web:same_run": anywhere("identity.see"),
    "web:same_thresholds": anywhere("identity.see"),
    "web:propose_thresholds": everywhere("identity.link"),
    "web:decide_thresholds": everywhere("identity.approve"),
    "web:draw_pairs": everywhere("identity.link"),
    "web:report_twice": inside("identity.see"),
    "web:quality": anywhere("intake.see_quality"),
    "web:quality_tasks": anywhere("intake.see_quality"),
    "web:quality_rule": anywhere("intake.see_quality"),
    "web:quality_people": anywhere("intake.see_quality", PEOPLE),
    "web:check_quality": everywhere("intake.check_quality"),
    "web:recertifications": anywhere(CHANGES),
    "web:confirm_recertification": inside(ASK),
    "web:open_recertifications": everywhere(ACCEPTANCE[0]),
    "web:recertification_schedules": anywhere((*CHANGES, *ACCEPTANCE)),
    "web:prepare_recertification": everywhere(ACCEPTANCE[0]),
    "web:decide_recertification": everywhere(ACCEPTANCE[1]),
    # Campaigns and visits
    "web:my_visits": anywhere("intake.visit"),  # one's own
    "web:print_visits": anywhere("intake.visit"),  # likewise
    "web:visit": own("intake.visit"),
    "web:correct_visit": own("intake.visit"),
    "web:fill_visit": own("intake.visit", FILL),
    "web:my_checks": anywhere("intake.back_check"),  # likewise
    "web:back_check": own("intake.back_check"),
    "web:campaigns": anywhere(CAMPAIGNS),
    "web:campaign": anywhere(CAMPAIGNS),  # its figures are narrowed
    "web:new_campaign": anywhere("intake.plan_campaign"),
    "web:set_targets": anywhere("intake.plan_campaign"),
    "web:turn_campaign": anywhere(CAMPAIGNS),
    "web:turn_campaign:approve": anywhere("intake.approve_campaign"),
    "web:turn_campaign:open": anywhere("intake.plan_campaign"),
    "web:turn_campaign:pause": anywhere("intake.plan_campaign"),
    "web:turn_campaign:resume": anywhere("intake.plan_campaign"),
    "web:turn_campaign:close": anywhere("intake.plan_campaign"),
    "web:campaign_visits": anywhere("intake.supervise"),
    "web:export_visits": anywhere("intake.supervise"),
    "web:campaign_visit": inside("intake.supervise"),
    "web:turn_visit": inside("intake.supervise"),
    "web:campaign_lists": anywhere("intake.supervise"),
    "web:listing": anywhere("intake.supervise"),  # how many rows, and none of them
    "web:withdraw_listing": anywhere("intake.supervise"),
    "web:take_households": anywhere("intake.supervise"),
    "web:reconcile_visits": anywhere("intake.supervise"),
    "web:share_out": anywhere("intake.supervise"),
    "web:reassign_visits": anywhere("intake.supervise"),
    "web:campaign_staff": anywhere("intake.supervise"),
    "web:end_assignment": inside("intake.supervise"),
    "web:campaign_checks": anywhere("intake.supervise"),
    "web:draw_checks": anywhere("intake.supervise"),
    "web:decide_check": inside("intake.supervise"),
    # Programmes and their rules
    "web:programmes": anywhere(RULES),
    "web:programme": anywhere(RULES),
    "web:version": anywhere(RULES),
    "web:new_programme": everywhere("programmes.prepare", RULES),
    "web:prepare_version": everywhere("programmes.prepare", RULES),
    "web:approve_version": everywhere("programmes.approve", RULES),
    "web:retire_version": everywhere("programmes.approve", RULES),
    "web:workbench": anywhere(RULES),
    "web:workbench_check": anywhere(RULES),
    "web:workbench_format": anywhere(RULES),
    "web:workbench_try": anywhere(RULES, "enrolment.try_rules"),
    "web:workbench_compare": anywhere(RULES, "enrolment.try_rules"),
    "web:workbench_household": anywhere(RULES, RUNS, PEOPLE),
    # Runs, decisions, enrolments
    "web:runs": anywhere(RUNS),
    "web:run": anywhere(RUNS),
    "web:start_run": everywhere("enrolment.start_run", RUNS),
    "web:decisions": anywhere(RUNS, PEOPLE),
    "web:decision_at": anywhere(RUNS, PEOPLE),
    "web:accept_all": anywhere(REVIEW, RUNS, PEOPLE),
    "web:decision": inside(RUNS, PEOPLE),
    "web:accept_decision": inside(REVIEW, RUNS, PEOPLE),
    "web:change_decision": inside(REVIEW, RUNS, PEOPLE),
    "web:enrolment": inside(RUNS, PEOPLE),
    "web:change_enrolment": inside(REVIEW, RUNS, PEOPLE),
    # Payments
    "web:cycles": anywhere(MONEY),
    "web:cycle": anywhere(MONEY),
    "web:line": inside(MONEY),
    "web:puzzles": anywhere(MONEY),
    "web:overpayments": anywhere(MONEY),  # narrowed to the reader's areas
    "web:overpayment": inside(MONEY),
    "web:decide_overpayment": inside("benefits.reconcile", MONEY),
    "web:ledger": anywhere(MONEY),
    "web:choose_programme": everywhere("benefits.compute", MONEY, RULES),
    "web:compute_cycle": everywhere("benefits.compute", MONEY, RULES),
    "web:cancel_cycle": everywhere("benefits.compute", MONEY),
    "web:approve_cycle": everywhere("benefits.approve", MONEY),
    "web:countersign_cycle": everywhere("benefits.approve", MONEY),
    "web:release_cycle": everywhere("benefits.release", MONEY),
    "web:settle_cycle": everywhere("benefits.reconcile", MONEY),
    "web:work_again": everywhere("benefits.reconcile", MONEY),
    "web:reissue_line": inside("benefits.reconcile", MONEY),
    "web:resolve_line": inside("benefits.reconcile", MONEY),
    "web:adopt_accounts": everywhere("benefits.fund"),
    "web:fund": everywhere("benefits.fund"),
    # The dictionary
    "web:dictionary": anywhere(WORDS),
    "web:variable": anywhere(WORDS),
    "web:export_dictionary": anywhere(WORDS),
    "web:dictionary_changes": anywhere(WORDS),
    "web:dictionary_change": anywhere(WORDS),
    "web:new_variable": everywhere(PROPOSE, WORDS),
    "web:import_dictionary": everywhere(PROPOSE, WORDS),
    "web:propose_import": everywhere(PROPOSE, WORDS),
    "web:change_variable": everywhere(PROPOSE, WORDS),
    "web:retire_variable": everywhere(PROPOSE, WORDS),
    "web:withdraw_dictionary_change": everywhere(PROPOSE, WORDS),
    "web:approve_dictionary_change": everywhere(DECIDE, WORDS),
    "web:reject_dictionary_change": everywhere(DECIDE, WORDS),
    # Insight
    "web:insight": anywhere(INSIGHT),
    "web:indicators": anywhere(INSIGHT),
    "web:indicator": anywhere(INSIGHT),
    "web:map": anywhere(INSIGHT),
    # Assessments
    "web:assessments": anywhere(INSTRUMENTS),
    "web:assessment": anywhere(ASSESSED),
    "web:assessed": anywhere(ASSESSED),
    "web:assessed_paper": anywhere(ASSESSED),
    "web:compare_assessments": anywhere(ASSESSED),
    "web:instrument": anywhere(INSTRUMENTS),
    "web:instrument_version": anywhere(INSTRUMENTS),
    "web:instrument_differences": anywhere(INSTRUMENTS),
    "web:new_instrument": everywhere(SPELL),
    "web:rewrite_instrument": everywhere(SPELL),
    "web:write_instrument": everywhere(SPELL),
    "web:check_instrument": everywhere(SPELL),
    "web:instrument_step": everywhere((SPELL, ADOPT)),
    "web:apply_instrument": everywhere("assessment.assess"),
    "web:area_needs": anywhere(ASSESSED),
    "web:needs_of_area": anywhere(ASSESSED),
    "web:need_answers": anywhere(HELP),
    "web:propose_need_answer": everywhere("assessment.propose_answers"),
    "web:decide_need_answer": everywhere(("assessment.propose_answers", "assessment.approve_answers")),
    "web:household_assessed": inside(FOUND, PEOPLE),
    "web:household_past": inside(FOUND, PEOPLE),
    "web:household_apart": inside(FOUND, PEOPLE, "registry.see_sensitive"),
    "web:snapshots": anywhere(INSIGHT),
    "web:take_snapshot": everywhere("snapshots.take"),
    "web:compute_figures": everywhere("monitoring.compute"),
    # Areas, institutions and places
    "web:areas": anywhere(AREAS),
    "web:area": anywhere(AREAS),
    "web:areas_stood": anywhere(AREAS),
    "web:area_correspondence": anywhere(AREAS),
    "web:export_areas": anywhere(AREAS),
    "web:example_table": anywhere(AREAS),
    "web:boundary_changes": anywhere(AREAS),
    "web:boundary_change": anywhere(AREAS),
    "web:add_area": everywhere(DEFINE, AREAS),
    "web:area_levels": everywhere(DEFINE, AREAS),
    "web:import_areas": everywhere(DEFINE, AREAS),
    "web:import_shapes": everywhere(DEFINE, AREAS),
    "web:shape_file": everywhere(DEFINE, AREAS),
    "web:correct_area": everywhere(DEFINE, AREAS),
    "web:give_code": everywhere(DEFINE, AREAS),
    "web:end_code": everywhere(DEFINE, AREAS),
    "web:assign_people": everywhere(DEFINE, AREAS),
    "web:propose_boundaries": everywhere(DEFINE, AREAS),
    "web:decide_boundaries": everywhere((DEFINE, REDRAW), AREAS),
    "web:decide_boundaries:approve": everywhere(REDRAW, AREAS),
    "web:decide_boundaries:reject": everywhere(REDRAW, AREAS),
    "web:decide_boundaries:withdraw": everywhere(DEFINE, AREAS),
    "web:places": anywhere(AREAS),
    "web:place": anywhere(AREAS),
    "web:near_places": anywhere(AREAS),
    "web:export_places": anywhere(AREAS),
    "web:institutions": anywhere(AREAS),
    "web:institution": anywhere(AREAS),
    "web:add_institution": everywhere(DEFINE, AREAS),
    "web:change_institution": everywhere(DEFINE, AREAS),
    "web:service_kinds": everywhere(DEFINE, AREAS),
    "web:add_place": anywhere(KEEP_PLACES, AREAS),  # in one's own areas; so are the steps below
    "web:import_places": anywhere(KEEP_PLACES, AREAS),
    "web:change_place": anywhere(KEEP_PLACES, AREAS),
    "web:close_place": anywhere(KEEP_PLACES, AREAS),
    "web:offer_service": anywhere(KEEP_PLACES, AREAS),
    "web:end_offer": anywhere(KEEP_PLACES, AREAS),
    "web:plan_stop": anywhere(KEEP_PLACES, AREAS),
    "web:cancel_stop": anywhere(KEEP_PLACES, AREAS),
    # The rights of people
    "web:privacy": anywhere((PAPERS, LODGE, CORRECT)),
    "web:rights": inside((CONSENT, COPY, LODGE, CORRECT, SCHEDULE)),
    "web:record_consent": inside(CONSENT),
    "web:request_copy": inside(COPY),
    "web:lodge_correction": inside(LODGE),
    "web:place_hold": inside(SCHEDULE),
    "web:lift_hold": inside(SCHEDULE),
    "web:copy": inside(COPY),
    "web:hand_over_copy": inside(COPY),
    "web:cancel_copy": inside(COPY),
    "web:copy_archive": inside(COPY),
    "web:copy_print": inside(COPY),
    "web:corrections": anywhere((LODGE, CORRECT)),
    "web:correction": inside((LODGE, CORRECT)),
    "web:decide_correction": inside((LODGE, CORRECT)),
    "web:decide_correction:accept": inside(CORRECT),
    "web:decide_correction:refuse": inside(CORRECT),
    "web:decide_correction:withdraw": inside(LODGE),
    # Privacy's papers: purposes, retention, sharing, the record of processing
    "web:processing": anywhere(PAPERS),
    "web:export_processing": anywhere(PAPERS),
    "web:purposes": anywhere(PAPERS),
    "web:retention": anywhere(PAPERS),
    "web:sharing": anywhere(PAPERS),
    "web:paper": anywhere(PAPERS),
    "web:new_purpose": everywhere(SCHEDULE),
    "web:new_schedule": everywhere(SCHEDULE),
    "web:prepare_anonymisation": everywhere(SCHEDULE, PAPERS),
    "web:new_agreement": everywhere(SHARE),
    "web:decide_paper": everywhere(PAPERS),
    "web:decide_paper:approve": everywhere(APPROVE, PAPERS),
    "web:decide_paper:reject": everywhere(APPROVE, PAPERS),
    "web:decide_paper:resume": everywhere(APPROVE, PAPERS),
    "web:decide_paper:retire": everywhere(APPROVE, PAPERS),
    "web:decide_paper:suspend": everywhere(SHARE, PAPERS),
    "web:decide_paper:withdraw": everywhere(PAPERS),
    # The audit
    "web:audit": everywhere(AUDIT),
    "web:audit_looks": everywhere(AUDIT),
    "web:audit_entry": everywhere(AUDIT),
    "web:audit_record": everywhere(AUDIT),
    "web:audit_entries_file": everywhere(AUDIT),
    "web:audit_looks_file": everywhere(AUDIT),
    # Administration
    "web:administration": anywhere("jobs.see"),
    "web:progress": own(others="jobs.see"),
    "web:users": anywhere(USERS),
    "web:add_user": anywhere(USERS),  # with a role in one's own areas
    "web:give_role": anywhere(USERS),  # likewise
    "web:access_review": anywhere(USERS),
    "web:withdraw_role": inside(USERS),
    "web:confirm_role": inside(USERS),
    "web:user_account": inside(USERS),
    "web:user_close": inside(USERS),
    "web:user_reopen": inside(USERS),
    "web:user_link": inside(USERS),
    "web:user_unlock": inside(USERS),
    "web:user_end-sessions": inside(USERS),
    "web:user_reset-factors": inside(USERS),
    "web:service_accounts": anywhere(USERS),
    "web:add_service_account": anywhere(USERS),
    "web:rotate_secret": inside(USERS),
}


def of(match: ResolverMatch) -> Door:
    """What opens an address. One that is not declared opens for nobody, and says so."""
    name = match.view_name
    door = DOORS.get(f"{name}:{match.kwargs.get('verb', '')}") or DOORS.get(name)
    if door is None:
        raise ImproperlyConfigured(f"Nobody may open {name}: declare in ayni.web.doors what opens it.")
    return door
