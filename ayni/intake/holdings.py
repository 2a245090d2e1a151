"""What intake holds on people: the questionnaires that were filled in about their household."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons import holdings
from ayni.commons.holdings import Column, Section, Subject
from ayni.intake import models


@holdings.gives("intake.submission")
def submissions(subject: Subject) -> Section:
    """The questionnaires filled in about the household lived in now. Their answers are in the parts on answers."""
    home = subject.household_id or 0
    found = models.Submission.objects.filter(household=home).select_related("questionnaire").order_by("-id")
    rows = tuple(
        {
            "number": str(one),
            "questionnaire": one.questionnaire.name,
            "version": one.version_told,
            "interviewed_on": one.interviewed_on.isoformat() if one.interviewed_on else None,
            "received_at": one.received_at.isoformat(),
            "road": str(models.Submission.Road(one.road).label),
        }
        for one in found
    )
    columns = (
        Column("number", _("Number")),
        Column("questionnaire", _("Questionnaire")),
        Column("version", pgettext_lazy("of a questionnaire", "Version")),
        Column("interviewed_on", _("Day of the interview")),
        Column("received_at", _("Received")),
        Column("road", pgettext_lazy("of a submission", "How it came")),
    )
    return Section("submissions", _("Questionnaires about your household"), columns, rows)


ANSWERS = _("What was answered stands in the parts on answers; the paper as it came may speak of others too.")
holdings.leaves_out("intake.submissioncontent", because=ANSWERS)
holdings.leaves_out("intake.attachment", because=_("Pictures and files may show others too; ask for them by number."))
holdings.leaves_out("intake.devicekey", because=_("It is about officers' phones, and not about people on record."))

OF_THEM = "t.submission_id IN (SELECT s.id FROM intake_submission s WHERE s.household_id IN ({households}))"
holdings.forgets("intake.submissioncontent", where=OF_THEM, sets=None)
holdings.forgets("intake.attachment", where=OF_THEM, sets=None)
holdings.forgets(
    "intake.submission",
    where="t.household_id IN ({households})",
    sets=lambda: {"device": "''", "problems": "'[]'::jsonb", "reason": "CASE WHEN t.reason = '' THEN '' ELSE '-' END"},
)
holdings.stays("intake.devicekey", because=_("It is about officers' phones, and not about people on record."))


@holdings.gives("intake.changerequest")
def changes(subject: Subject) -> Section:
    """What was asked to be changed in the person's record."""
    found = models.ChangeRequest.objects.filter(person=subject.person_id).order_by("-id")
    rows = tuple(
        {
            "code": str(one),
            "kind": one.get_kind_display(),
            "happened_on": one.happened_on.isoformat(),
            "reason": one.reason,
            "evidence": one.get_evidence_display() if one.evidence else "",
            "document_number": one.document_number,
            "source": one.get_source_display(),
            "at": one.made_at.isoformat(timespec="minutes"),
            "status": one.status,
            "answer": " ".join(filter(None, (one.get_answer_code_display(), one.answer))),
            "appeal": one.appeal,
        }
        for one in found
    )
    columns = (
        Column("code", _("Number")),
        Column("kind", _("What changes")),
        Column("happened_on", _("Happened on")),
        Column("reason", _("Reason")),
        Column("evidence", _("Evidence")),
        Column("document_number", _("Number of the document")),
        Column("source", _("Who asked for it")),
        Column("at", _("Asked on")),
        Column("status", pgettext_lazy("of a record", "State")),
        Column("answer", _("Our answer")),
        Column("appeal", _("Your appeal")),
    )
    return Section("change_requests", _("Changes of your record that were asked for"), columns, rows)


holdings.leaves_out("intake.changeevidence", because=_("Papers may show others too; ask for them by number."))
OF_CHANGES = "t.person_id IN ({persons}) OR t.household_id IN ({households})"
holdings.forgets(
    "intake.changerequest",
    where=OF_CHANGES,
    sets=lambda: {
        **dict.fromkeys(("proposed", "ground", "result"), "'{}'::jsonb"),
        **dict.fromkeys(("reason", "document_number", "answer", "appeal", "failure"), "''"),
    },
)
holdings.forgets(
    "intake.changeevidence",
    where="t.request_id IN (SELECT t.id FROM intake_changerequest t WHERE t.person_id IN ({persons}) OR t.household_id"
    " IN ({households}))",
    sets=None,
)
holdings.keeps_back(
    "change_open",
    label=_("A change of the record is not decided yet"),
    statement="""
        SELECT person_id, household_id FROM intake_changerequest
        WHERE status IN ('submitted', 'checked', 'needs_information', 'approved')
    """,
)


@holdings.gives("intake.visit")
def visits(subject: Subject) -> Section:
    """The visits of enumerators to the household lived in now."""
    home = subject.household_id or 0
    found = models.Visit.objects.filter(household=home).select_related("campaign").order_by("-id")
    rows = tuple(
        {
            "number": str(one),
            "campaign": one.campaign.name,
            "status": one.get_status_display(),
            "attempts": one.attempts,
            "settled_at": one.settled_at.isoformat(timespec="minutes") if one.settled_at else None,
            "address": one.address,
            "phone": one.phone,
        }
        for one in found
    )
    columns = (
        Column("number", _("Number")),
        Column("campaign", _("Campaign")),
        Column("status", _("What came of the visit")),
        Column("attempts", _("How often somebody came")),
        Column("settled_at", _("When that was known")),
        Column("address", _("Address")),
        Column("phone", _("Telephone number")),
    )
    return Section("visits", _("Visits to your household"), columns, rows)


holdings.leaves_out("intake.visitattempt", because=_("Notes of enumerators on the way, about finding the place."))
OF_OFFICERS = _("It is about officers' work, and not about people on record.")
CHECKED_AGAIN = _(
    "What was answered stands in the parts on answers; this tells whether an officer wrote it down right."
)
OF_VISITS = "t.visit_id IN (SELECT v.id FROM intake_visit v WHERE v.household_id IN ({households}))"
holdings.leaves_out("intake.campaignassignment", because=OF_OFFICERS)
holdings.stays("intake.campaignassignment", because=OF_OFFICERS)
for table in ("backcheck", "backcheckanswer", "backcheckcontent"):
    holdings.leaves_out(f"intake.{table}", because=CHECKED_AGAIN)
holdings.leaves_out("intake.backcheckdraw", because=OF_OFFICERS)
holdings.stays("intake.backcheckdraw", because=OF_OFFICERS)
holdings.stays(
    "intake.backcheckanswer", because=_("It says whether two answers were the same, and not what they were.")
)
holdings.forgets(
    "intake.visit",
    where="t.household_id IN ({households})",
    sets=lambda: {
        **dict.fromkeys(("head_name", "phone", "address", "directions"), "''"),
        **dict.fromkeys(("latitude", "longitude", "at_latitude", "at_longitude"), "NULL"),
    },
)
holdings.forgets(
    "intake.visitattempt", where=OF_VISITS, sets=lambda: {"note": "'-'"}, ignoring=("intake.VisitAttempt:append_only",)
)
holdings.forgets(
    "intake.backcheck", where=OF_VISITS, sets=lambda: {"reason": "CASE WHEN t.reason = '' THEN '' ELSE '-' END"}
)
holdings.forgets(
    "intake.backcheckcontent",
    where="t.check_of_id IN (SELECT b.id FROM intake_backcheck b JOIN intake_visit v ON v.id = b.visit_id"
    " WHERE v.household_id IN ({households}))",
    sets=None,
)

UNFINISHED = _("It is an officer's unfinished writing, and becomes a filled-in questionnaire or nothing.")
OF_DRAFTS = "t.draft_id IN (SELECT d.id FROM intake_formdraft d WHERE d.household_id IN ({households}))"
for table in ("formdraft", "formdraftcontent", "formdraftfile"):
    holdings.leaves_out(f"intake.{table}", because=UNFINISHED)
holdings.forgets(
    "intake.formdraft",
    where="t.household_id IN ({households})",
    sets=lambda: {"reason": "CASE WHEN t.reason = '' THEN '' ELSE '-' END"},
)
for table in ("formdraftcontent", "formdraftfile"):
    holdings.forgets(f"intake.{table}", where=OF_DRAFTS, sets=None)


@holdings.gives("intake.recertification")
def recertifications(subject: Subject) -> Section:
    """When the household lived in now was asked again, or is to be."""
    found = models.Recertification.objects.filter(household=subject.household_id or 0).order_by("-due_on")
    rows = tuple(
        {
            "code": str(one),
            "due_on": one.due_on.isoformat(),
            "status": one.status,
            "at": one.confirmed_at.isoformat(timespec="minutes") if one.confirmed_at else None,
        }
        for one in found
    )
    columns = (
        Column("code", _("Number")),
        Column("due_on", _("Due on")),
        Column("status", pgettext_lazy("of a record", "State")),
        Column("at", _("Confirmed on")),
    )
    return Section("recertifications", _("When your household is asked again"), columns, rows)


holdings.leaves_out(
    "intake.qualityfinding", because=_("It says what is to be mended in records, and goes with each run.")
)
holdings.stays("intake.recertification", because=_("It holds days only, and no names."))
holdings.stays("intake.qualityfinding", because=_("It holds numbers only, and goes with the next run."))
