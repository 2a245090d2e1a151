"""Who keeps the rights of people: asks, records, decides, approves."""

from ayni.commons.access import permissions

SEE = "privacy.see"
RECORD_CONSENT = "privacy.record_consent"
GIVE_COPY = "privacy.give_copy"
LODGE_CORRECTION = "privacy.lodge_correction"
DECIDE_CORRECTION = "privacy.decide_correction"
SCHEDULE = "privacy.schedule"
APPROVE = "privacy.approve"
SHARE = "privacy.share"
TRANSFER = "privacy.transfer"

permissions.declare(
    **{
        SEE: "See purposes, schedules, agreements and the record of processing",
        RECORD_CONSENT: "Record what a person agrees to",
        GIVE_COPY: "Give people a copy of all that is kept on them",
        LODGE_CORRECTION: "Write down what a person wants corrected",
        DECIDE_CORRECTION: "Decide about corrections that people ask for",
        SCHEDULE: "Prepare purposes, retention schedules and anonymising; place holds",
        APPROVE: "Approve purposes, schedules, anonymising and agreements",
        SHARE: "Prepare and suspend agreements with partners",
        TRANSFER: "Send data to a partner under an agreement",
    }
)
permissions.opens("people", RECORD_CONSENT, GIVE_COPY, LODGE_CORRECTION, DECIDE_CORRECTION, SCHEDULE, APPROVE, TRANSFER)
