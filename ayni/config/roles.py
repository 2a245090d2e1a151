"""The shipped roles: which permissions each has. The names are what an administrator sees."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SEE_PEOPLE = {"registry.see_households"}
SEE_MONEY = {"benefits.see_payments"}
SEE_PROGRAMMES = {"programmes.see", "enrolment.see_runs"}
SEE_INSIGHT = {"monitoring.see", "assessment.see"}
SEE_ASSESSED = {"assessment.see_household"}
SEE_DICTIONARY = {"registry.see_dictionary"}
FILL_FORMS = {"intake.see_forms", "intake.submit"}
KEEP_SUBMISSIONS = {"intake.see_forms", "intake.see_submissions", "intake.mend"}
ASK_CHANGES = {"intake.request_changes"}
CHECK_CHANGES = ASK_CHANGES | {"intake.check_changes"}
SEE_QUALITY = {"intake.see_quality"}
KEEP_PLACES = {"directory.keep_places"}
VISIT = {"intake.visit", "intake.back_check"}
SUPERVISE = {"intake.plan_campaign", "intake.supervise", "intake.back_check"}
REVIEW_DOUBLES = {"identity.see", "identity.review"}
DESK_RIGHTS = {"privacy.record_consent", "privacy.give_copy", "privacy.lodge_correction"}

AYNI_ROLES: dict[str, dict[str, Any]] = {
    "enumerator": {
        "label": _("Enumerator"),
        "permissions": SEE_DICTIONARY | FILL_FORMS | VISIT | {"registry.register", "privacy.record_consent"},
    },
    "desk_officer": {
        "label": _("Desk officer"),
        "permissions": SEE_ASSESSED
        | SEE_PEOPLE
        | ASK_CHANGES
        | SEE_PROGRAMMES
        | SEE_DICTIONARY
        | FILL_FORMS
        | {"registry.register", "registry.correct", "registry.move", "identity.issue_cards"}
        | REVIEW_DOUBLES
        | DESK_RIGHTS,
    },
    "social_worker": {
        "label": _("Social worker"),
        "permissions": SEE_ASSESSED
        | SEE_PEOPLE
        | ASK_CHANGES
        | SEE_PROGRAMMES
        | SEE_DICTIONARY
        | FILL_FORMS
        | {"registry.see_sensitive", "registry.register", "registry.correct", "registry.move"}
        | DESK_RIGHTS,
    },
    "grievance_officer": {
        "label": _("Grievance officer"),
        "permissions": SEE_ASSESSED
        | SEE_PEOPLE
        | SEE_PROGRAMMES
        | SEE_MONEY
        | ASK_CHANGES
        | {"privacy.lodge_correction"},
    },
    "district_officer": {
        "label": _("District officer"),
        "permissions": SEE_ASSESSED
        | SEE_PEOPLE
        | CHECK_CHANGES
        | SEE_PROGRAMMES
        | SEE_INSIGHT
        | SEE_QUALITY
        | SEE_MONEY
        | SUPERVISE
        | SEE_DICTIONARY
        | FILL_FORMS
        | KEEP_SUBMISSIONS
        | {"enrolment.review", "registry.see_sensitive", "registry.register", "registry.correct"}
        | {"registry.move", "registry.verify", "registry.export_people"}
        | REVIEW_DOUBLES
        | {"identity.merge", "identity.issue_cards"}
        | DESK_RIGHTS
        | {"privacy.decide_correction"}
        | KEEP_PLACES,
    },
    "programme_manager": {
        "label": _("Programme manager"),
        "permissions": {"assessment.write", "assessment.propose_answers", "assessment.see_weights"}
        | SEE_PROGRAMMES
        | SEE_INSIGHT
        | {"intake.plan_campaign"}
        | SEE_DICTIONARY
        | {"programmes.prepare", "enrolment.start_run", "assessment.assess", "snapshots.take", "monitoring.compute"}
        | {"registry.propose_dictionary", "enrolment.try_rules", "intake.see_forms", "intake.prepare_forms"}
        | KEEP_PLACES,
    },
    "programme_approver": {
        "label": _("Programme approver"),
        "permissions": {"assessment.adopt", "assessment.approve_answers", "assessment.see_weights"}
        | SEE_PROGRAMMES
        | {"intake.approve_acceptance", "identity.see", "identity.approve"}
        | SEE_INSIGHT
        | {"intake.approve_campaign"}
        | SEE_DICTIONARY
        | {"programmes.approve", "registry.approve_dictionary", "enrolment.try_rules"}
        | {"intake.see_forms", "intake.approve_forms", "directory.approve"},
    },
    "payment_officer": {
        "label": _("Payment officer"),
        "permissions": SEE_MONEY | SEE_PROGRAMMES | {"benefits.compute", "benefits.release", "benefits.reconcile"},
    },
    "payment_approver": {
        "label": _("Payment approver"),
        "permissions": SEE_MONEY | SEE_PROGRAMMES | {"benefits.approve", "benefits.fund"},
    },
    "analyst": {
        "label": _("Analyst"),
        "permissions": {"assessment.write", "assessment.see_weights"}
        | SEE_PROGRAMMES
        | SEE_INSIGHT
        | SEE_QUALITY
        | SEE_DICTIONARY
        | {"monitoring.compute", "enrolment.try_rules"},
    },
    "auditor": {
        "label": _("Auditor"),
        "permissions": SEE_ASSESSED
        | SEE_PEOPLE
        | SEE_MONEY
        | SEE_PROGRAMMES
        | SEE_INSIGHT
        | SEE_QUALITY
        | SEE_DICTIONARY
        | {"audit.see", "intake.see_forms", "intake.see_submissions", "identity.see"},
    },
    "data_steward": {
        "label": _("Data steward"),
        "permissions": SEE_PEOPLE
        | CHECK_CHANGES
        | {"intake.prepare_acceptance", "intake.check_quality", "registry.move", "registry.export_people"}
        | SEE_INSIGHT
        | SEE_QUALITY
        | SEE_DICTIONARY
        | {"intake.load", "registry.admit", "registry.correct", "snapshots.take"}
        | REVIEW_DOUBLES
        | {"identity.merge", "identity.link", "identity.link_files"}
        | {"registry.propose_dictionary", "registry.record_areas"}
        | KEEP_SUBMISSIONS
        | {"intake.prepare_forms", "registry.register"}
        | KEEP_PLACES
        | {"directory.define"},
    },
    "data_protection_officer": {
        "label": _("Data-protection officer"),
        "permissions": SEE_ASSESSED
        | SEE_PEOPLE
        | CHECK_CHANGES
        | {"intake.approve_acceptance"}
        | SEE_DICTIONARY
        | DESK_RIGHTS
        | {"privacy.see", "privacy.decide_correction", "privacy.schedule", "privacy.approve", "privacy.share"}
        | {"privacy.transfer", "registry.correct", "registry.see_sensitive", "audit.see"},
    },
    "partner_system": {
        "label": _("Partner system"),
        "permissions": SEE_PROGRAMMES | SEE_DICTIONARY | ASK_CHANGES,
    },
    "applicant": {"label": _("Applicant"), "permissions": set()},
    "administrator": {
        "label": _("Administrator"),
        "permissions": {"access.manage", "jobs.see", "sealing.rotate"} | KEEP_PLACES | {"directory.define"},
    },
}

#: What everybody with a role of an office may do.
EVERYBODY = {"access.hold_tokens", "access.delegate", "directory.see"}
for _code, _role in AYNI_ROLES.items():
    if _code != "applicant":
        _role["permissions"] |= EVERYBODY
