"""Who may ask what: every operation of the API by its id, and what opens it.

This table is the whole of it. It is looked at as soon as it is known who asks, before what was sent is read: an
operation that forgot to ask is still shut, and one that is not here keeps the API from starting.
`ayni.commons.access.doors` says what the words mean.
"""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from ninja import Router
from ninja.operation import Operation

from ayni.commons.access.doors import Door, anywhere, everybody, everywhere, inside, own, signed_in
from ayni.exchange.api import keys

PEOPLE = "registry.see_households"
RUNS = "enrolment.see_runs"
RULES = "programmes.see"
REVIEW = "enrolment.review"
MONEY = "benefits.see_payments"
WORDS = "registry.see_dictionary"
INSIGHT = "monitoring.see"
AUDIT = "audit.see"
AREAS = "directory.see"
CONSENT, LODGE, CORRECT = "privacy.record_consent", "privacy.lodge_correction", "privacy.decide_correction"
CAMPAIGNS = ("intake.plan_campaign", "intake.supervise", "intake.approve_campaign")  # any of them
FOUND, ASSESSED = "assessment.see", "assessment.see_household"
INSTRUMENTS = (FOUND, "assessment.write", "assessment.adopt", "assessment.assess")  # any of them
ANSWERS = (FOUND, "assessment.propose_answers", "assessment.approve_answers")

DOORS: dict[str, Door] = {
    "people_search": anywhere(PEOPLE),
    "people_household": inside(PEOPLE),
    "people_person": inside(PEOPLE),
    "people_register": anywhere("registry.register"),
    "people_check": anywhere("registry.register"),
    "people_household_sensitive": inside(PEOPLE, "registry.see_sensitive"),
    "people_person_sensitive": inside(PEOPLE, "registry.see_sensitive"),
    "people_explanation": inside(PEOPLE, RUNS),
    "people_paid": inside(PEOPLE, MONEY),
    "changes_changes": anywhere(("intake.request_changes", "intake.check_changes")),
    "changes_make": inside("intake.request_changes"),
    "changes_change": inside(("intake.request_changes", "intake.check_changes")),
    "changes_approve": inside("intake.check_changes"),
    "changes_reject": inside("intake.check_changes"),
    "changes_withdraw": inside("intake.request_changes"),
    "programmes_programmes": anywhere(RULES),
    "programmes_programme": anywhere(RULES),
    "programmes_prepare": everywhere("programmes.prepare"),
    "programmes_approve": everywhere("programmes.approve", RULES),
    "dictionary_variables": anywhere(WORDS),
    "dictionary_variable": anywhere(WORDS),
    "runs_runs": anywhere(RUNS),
    "runs_run": anywhere(RUNS),
    "runs_start": everywhere("enrolment.start_run"),
    "runs_list_snapshots": signed_in(),  # facts about data, not the data
    "runs_take_snapshot": everywhere("snapshots.take"),
    "decisions_decisions": anywhere(RUNS, PEOPLE),
    "decisions_accept_all": anywhere(REVIEW, RUNS),
    "decisions_accept": inside(REVIEW, RUNS, PEOPLE),
    "decisions_decline": inside(REVIEW, RUNS, PEOPLE),
    "decisions_reconsider": inside(REVIEW, RUNS, PEOPLE),
    "doubles_counts": anywhere("identity.review"),
    "doubles_pairs": anywhere("identity.see"),
    "doubles_pair": inside("identity.see"),
    "doubles_report": inside("identity.see"),
    "merges_merges": anywhere("identity.see"),
    "merges_merge": inside("identity.see"),
    "merges_merge_people": inside("identity.merge"),
    "merges_part_people": inside("identity.merge", "identity.see"),
    "overpayments_overpayments": anywhere(MONEY),
    "overpayments_overpayment": inside(MONEY),
    "payments_cycles": anywhere(MONEY),
    "payments_cycle": anywhere(MONEY),
    "payments_lines": anywhere(MONEY),
    "payments_compute": everywhere("benefits.compute", RULES),
    "payments_cancel": everywhere("benefits.compute", MONEY),
    "payments_approve": everywhere("benefits.approve", MONEY),
    "payments_countersign": everywhere("benefits.approve", MONEY),
    "payments_release": everywhere("benefits.release", MONEY),
    "payments_trial_balance": anywhere(MONEY),
    "payments_proof": anywhere(MONEY),
    "insight_indicators": signed_in(),  # what they mean, not the figures
    "insight_figures": anywhere(INSIGHT),
    "insight_table": anywhere(INSIGHT),
    "insight_by_area": anywhere(INSIGHT),
    "insight_by_group": anywhere(INSIGHT),
    "insight_series": anywhere(INSIGHT),
    "insight_compute": everywhere("monitoring.compute"),
    "assessments_list_instruments": anywhere(INSTRUMENTS),
    "assessments_instrument": anywhere(INSTRUMENTS),
    "assessments_write": everywhere("assessment.write"),
    "assessments_review": everywhere("assessment.adopt"),
    "assessments_adopt": everywhere("assessment.adopt"),
    "assessments_retire": everywhere("assessment.adopt"),
    "assessments_run": everywhere("assessment.assess"),
    "assessments_made": anywhere(FOUND),
    "assessments_result": anywhere(FOUND),
    "assessments_table": anywhere(FOUND),
    "assessments_changes": anywhere(FOUND),
    "assessments_household": inside(PEOPLE, ASSESSED),
    "assessments_household_apart": inside(PEOPLE, ASSESSED, "registry.see_sensitive"),
    "assessments_needs": anywhere(FOUND),  # everywhere, or the areas where it is held
    "assessments_answers": anywhere(ANSWERS),
    "assessments_propose_answer": everywhere("assessment.propose_answers"),
    "assessments_approve_answer": everywhere("assessment.approve_answers"),
    "assessments_end_answer": everywhere("assessment.approve_answers"),
    "privacy_processing": anywhere("privacy.see"),
    "privacy_standing": inside((CONSENT, LODGE, CORRECT, "privacy.transfer")),
    "privacy_record_consent": inside(CONSENT),
    "privacy_corrections": anywhere((LODGE, CORRECT)),
    "privacy_lodge_correction": inside(LODGE),
    "privacy_correction": inside((LODGE, CORRECT)),
    "privacy_accept_correction": inside(CORRECT),
    "privacy_refuse_correction": inside(CORRECT),
    "places_areas": anywhere(AREAS),
    "places_area": anywhere(AREAS),
    "places_stood": anywhere(AREAS),
    "places_correspondence": anywhere(AREAS),
    "places_changes": anywhere(AREAS),
    "places_propose": everywhere("directory.define"),
    "places_approve": everywhere("directory.approve"),
    "places_reject": everywhere("directory.approve"),
    "places_institutions": anywhere(AREAS),
    "places_places": anywhere(AREAS),
    "places_nearest": anywhere(AREAS),
    "places_place": anywhere(AREAS),
    "places_keep": anywhere("directory.keep_places"),  # in one's own areas
    "places_close": anywhere("directory.keep_places"),
    "campaigns_campaigns": anywhere(CAMPAIGNS),
    "campaigns_progress": anywhere(CAMPAIGNS),  # narrowed to the reader's areas
    "campaigns_mine": anywhere("intake.visit"),  # one's own
    "campaigns_record_outcome": own("intake.visit"),
    "work_recent": signed_in(),  # one's own, or everybody's with jobs.see
    "work_work": own(others="jobs.see"),
    "audit_entries": everywhere(AUDIT),
    "audit_looks": everywhere(AUDIT),
    "audit_verify": everywhere(AUDIT),
}
#: What has an address and is no operation: the description, the page that shows it, and what is told of any other.
PAGES: dict[str, Door] = {
    "openapi-json": everybody(),
    "openapi-view": everybody(),
    "api-root": everybody(),
    "unknown": everybody(),
}


def name(operation: Operation) -> str:
    """An operation's id: the module and the function that answers it."""
    return f"{operation.view_func.__module__.rpartition('.')[2]}_{operation.view_func.__name__}"


def shut(router: Router) -> None:
    """Put a door before each operation of a router. Refuses to, when one is not declared."""
    for view in router.path_operations.values():
        for operation in view.operations:
            door = DOORS.get(name(operation))
            if door is None:
                raise ImproperlyConfigured(f"Nobody may ask {name(operation)}: declare it in ayni.exchange.api.doors.")
            operation.auth_param = operation.auth_callbacks = [keys.Token(door), keys.Session(door)]
