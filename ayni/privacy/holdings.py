"""What this domain itself holds on people, and what the audit tells of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons import holdings
from ayni.commons.audit import queries as audit
from ayni.commons.holdings import Column, Section, Subject
from ayni.privacy import models

MOST = 10_000


@holdings.gives("privacy.consent")
def consents(subject: Subject) -> Section:
    """What the person agreed to, or did not."""
    found = models.Consent.objects.filter(person=subject.person_id).select_related("purpose")
    rows = tuple(
        {
            "purpose": one.purpose.code,
            "title": one.purpose.name,
            "version": one.purpose.version,
            "answer": one.answer,
            "answer_text": str(one.get_answer_display()),
            "on": one.on.isoformat(),
            "how": str(one.get_how_display()),
            "witness": one.witness,
        }
        for one in found
    )
    columns = (
        Column("purpose", _("Purpose"), is_shown=False),
        Column("title", _("Purpose")),
        Column("version", _("Version of the text")),
        Column("answer", _("What you said"), is_shown=False),
        Column("answer_text", _("What you said")),
        Column("on", pgettext_lazy("a consent", "On")),
        Column("how", _("How you said it")),
        Column("witness", _("Witness")),
    )
    return Section("consents", _("What you agreed to"), columns, rows)


@holdings.gives("privacy.datacopy")
def copies(subject: Subject) -> Section:
    """Earlier requests for a copy."""
    found = models.DataCopy.objects.filter(person=subject.person_id)
    rows = tuple(
        {
            "code": str(one),
            "asked_by": one.asked_by,
            "at": one.requested_at.isoformat(timespec="minutes"),
            "status": one.status,
            "handed_over_at": one.handed_over_at.isoformat(timespec="minutes") if one.handed_over_at else None,
            "identity": one.identity,
        }
        for one in found
    )
    columns = (
        Column("code", _("Number")),
        Column("asked_by", _("Asked by")),
        Column("at", _("Asked on")),
        Column("status", pgettext_lazy("of a record", "State")),
        Column("handed_over_at", _("Handed over on")),
        Column("identity", _("How we knew who it was")),
    )
    return Section("copies", _("Copies you asked for"), columns, rows)


@holdings.gives("privacy.correctionrequest")
def corrections(subject: Subject) -> Section:
    """What the person wanted corrected."""
    found = models.CorrectionRequest.objects.filter(person=subject.person_id)
    rows = tuple(
        {
            "code": str(one),
            "what": str(one.get_what_display()),
            "asked": one.asked,
            "reason": one.reason,
            "evidence": one.evidence,
            "at": one.lodged_at.isoformat(timespec="minutes"),
            "status": one.status,
            "answer": one.answer,
            "appeal": one.appeal,
        }
        for one in found
    )
    columns = (
        Column("code", _("Number")),
        Column("what", _("What was wrong")),
        Column("asked", _("What it should say")),
        Column("reason", _("Reason")),
        Column("evidence", _("Evidence")),
        Column("at", _("Asked on")),
        Column("status", pgettext_lazy("of a record", "State")),
        Column("answer", _("Our answer")),
        Column("appeal", _("How to appeal")),
    )
    return Section("corrections", _("Corrections you asked for"), columns, rows)


@holdings.gives("audit.look")
def looks(subject: Subject) -> Section:
    """Who opened the person's record or the household's."""
    seen = audit.looks(f"registry.person:{subject.person_id}", limit=MOST)
    if subject.household_id:
        seen += audit.looks(f"registry.household:{subject.household_id}", limit=MOST)
    rows = tuple(
        {"at": look.at.isoformat(timespec="minutes"), "who": str(look.reader), "road": look.road}
        for look in sorted(seen, key=lambda one: one.at, reverse=True)
    )
    columns = (
        Column("at", pgettext_lazy("a moment", "When")),
        Column("who", _("Who looked")),
        Column("road", _("By which way"), _("On a page, or by another system")),
    )
    return Section("looks", _("Who looked at your record"), columns, rows)


@holdings.gives("audit.entry")
def changes(subject: Subject) -> Section:
    """What officers did to the person's record."""
    done: list[Any] = audit.history(f"registry.person:{subject.person_id}", limit=MOST)
    rows = tuple(
        {
            "at": entry.at.isoformat(timespec="minutes"),
            "who": str(entry.actor),
            "action": entry.action,
            "says": entry.facts.get("says", ""),
        }
        for entry in done
    )
    columns = (
        Column("at", pgettext_lazy("a moment", "When")),
        Column("who", _("Who did it")),
        Column("action", _("What was done"), is_shown=False),
        Column("says", _("What was done")),
    )
    return Section("changes", _("What was done to your record"), columns, rows)


holdings.leaves_out("privacy.legalhold", because=_("A complaint, case or audit may concern other people too."))
holdings.leaves_out("privacy.anonymised", because=_("Whoever is in it is no longer known."))

PERSON = "t.person_id IN ({persons})"
GONE = "CASE WHEN t.{0} = '' THEN '' ELSE 'anonymised' END"

holdings.forgets(
    "privacy.consent",
    where=PERSON + " OR t.given_by_id IN ({persons})",
    sets=lambda: {"witness": GONE.format("witness")},
    ignoring=("privacy.Consent:append_only",),
)
holdings.forgets(
    "privacy.datacopy",
    where=PERSON,
    sets=lambda: {"asked_by": GONE.format("asked_by"), "identity": GONE.format("identity")},
)
holdings.forgets(
    "privacy.correctionrequest",
    where=PERSON,
    sets=lambda: {
        "change": "'{}'::jsonb",
        **{name: GONE.format(name) for name in ("asked", "reason", "evidence", "answer")},
    },
    ignoring=("privacy.CorrectionRequest:correction_request_stays",),
)
holdings.forgets("privacy.legalhold", where=PERSON, sets=lambda: {"reason": "'anonymised'"})
holdings.stays("privacy.anonymised", because=_("It says which numbers are anonymous, and tells no name."))
holdings.stays("audit.entry", because=_("It proves who did what, and is sealed: it cannot be changed."))
holdings.stays("audit.look", because=_("It proves who looked, and is sealed: it cannot be changed."))

holdings.keeps_back(
    "held",
    label=_("A complaint, case, audit or court needs them"),
    statement="SELECT person_id, NULL::bigint AS household_id FROM privacy_legalhold WHERE lifted_at IS NULL",
)
holdings.keeps_back(
    "correction_open",
    label=_("A correction is not decided yet"),
    statement="SELECT person_id, NULL::bigint AS household_id FROM privacy_correctionrequest WHERE status = 'lodged'",
)
holdings.keeps_back(
    "copy_open",
    label=_("A copy waits to be handed over"),
    statement="""
        SELECT person_id, NULL::bigint AS household_id FROM privacy_datacopy
        WHERE status = 'requested' AND expires_on > current_date
    """,
)
