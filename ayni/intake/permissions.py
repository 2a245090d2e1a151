"""Who may bring data in."""

from django.utils.translation import gettext_noop as _

from ayni.commons.access import permissions

LOAD = "intake.load"
SEE_FORMS = "intake.see_forms"
PREPARE_FORMS = "intake.prepare_forms"
APPROVE_FORMS = "intake.approve_forms"
SUBMIT = "intake.submit"
SEE_SUBMISSIONS = "intake.see_submissions"
MEND = "intake.mend"

permissions.declare(**{LOAD: "Load a survey"})
permissions.declare(
    **{
        SEE_FORMS: _("See questionnaires"),
        PREPARE_FORMS: _("Prepare questionnaires"),
        APPROVE_FORMS: _("Approve, publish and retire questionnaires"),
        SUBMIT: _("Send filled-in questionnaires"),
        SEE_SUBMISSIONS: _("See filled-in questionnaires"),
        MEND: _("Mend, apply and refuse filled-in questionnaires"),
    }
)
permissions.opens("people", LOAD, SUBMIT, SEE_SUBMISSIONS, MEND)
permissions.apart(PREPARE_FORMS, APPROVE_FORMS)

REQUEST = "intake.request_changes"
CHECK = "intake.check_changes"
PREPARE_ACCEPTANCE = "intake.prepare_acceptance"
APPROVE_ACCEPTANCE = "intake.approve_acceptance"

permissions.declare(
    **{
        REQUEST: _("Ask for changes of records, with evidence"),
        CHECK: _("Check and decide changes that others ask for"),
        PREPARE_ACCEPTANCE: _("Prepare rules by which changes are accepted, and schedules of recertification"),
        APPROVE_ACCEPTANCE: _("Approve rules by which changes are accepted, and schedules of recertification"),
    }
)
permissions.opens("people", REQUEST, CHECK)
permissions.apart(PREPARE_ACCEPTANCE, APPROVE_ACCEPTANCE)

PLAN = "intake.plan_campaign"
APPROVE_CAMPAIGN = "intake.approve_campaign"
VISIT = "intake.visit"
SUPERVISE = "intake.supervise"
BACK_CHECK = "intake.back_check"

permissions.declare(
    **{
        PLAN: _("Plan registration campaigns"),
        APPROVE_CAMPAIGN: _("Approve large registration campaigns"),
        VISIT: _("Visit the households on one's own list"),
        SUPERVISE: _("Supervise campaigns: share out visits, follow progress, decide back-checks"),
        BACK_CHECK: _("Check again some of the interviews of others"),
    }
)
permissions.opens("people", VISIT, SUPERVISE, BACK_CHECK)
permissions.opens("visits", SUPERVISE, PLAN, APPROVE_CAMPAIGN)
permissions.opens("checks", SUPERVISE)
permissions.apart(PLAN, APPROVE_CAMPAIGN)

SEE_QUALITY = "intake.see_quality"
CHECK_QUALITY = "intake.check_quality"

permissions.declare(
    **{
        SEE_QUALITY: _("See how good the data are, by area, source and enumerator"),
        CHECK_QUALITY: _("Hold the rules of quality against a snapshot"),
    }
)
