"""What is held of who may be one person."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons import holdings
from ayni.commons.holdings import Column, Section, Subject
from ayni.identity import models
from ayni.identity.queries import wording

PAIRS = "t.one_id IN ({persons}) OR t.other_id IN ({persons})"
OF_PAIRS = f"t.candidate_id IN (SELECT t.id FROM identity_candidate t WHERE {PAIRS})"  # noqa: S608 our own words


@holdings.gives("identity.candidate", "identity.reading")
def registered_twice(subject: Subject) -> Section:
    """Whether the person was thought to be on record twice; whose the other record is, is theirs."""
    who = subject.person_id
    found = models.Candidate.objects.filter(Q(one=who) | Q(other=who)).order_by("-id")
    rows = tuple(
        {"state": one.state, "state_text": str(wording.STATES[one.state]), "on": one.found_at.date().isoformat()}
        for one in found
    )
    columns = (
        Column("state", _("What was found"), is_shown=False),
        Column("state_text", _("What was found")),
        Column("on", pgettext_lazy("a question about two records", "Noticed on")),
    )
    return Section("registered_twice", _("Whether you are on record twice"), columns, rows)


holdings.leaves_out("identity.drawn", because=_("It says which pairs were chosen by lot to measure with."))
holdings.leaves_out("identity.groupmember", because=_("It tells who else looks alike, which is about them, too."))
holdings.forgets("identity.candidate", where=PAIRS, sets=lambda: {"reasons": "'[]'::jsonb", "weight": "NULL"})
holdings.forgets("identity.reading", where=OF_PAIRS, sets=lambda: {"because": "''"})
holdings.forgets("identity.drawn", where=OF_PAIRS, sets=None)
holdings.forgets("identity.groupmember", where="t.person_id IN ({persons})", sets=None)


@holdings.gives("identity.card")
def cards(subject: Subject) -> Section:
    """The cards the person was given, ended ones too."""
    rows = tuple(
        {
            "serial": one.serial_shown,
            "name": one.name,
            "office": one.office,
            "issued_on": one.issued_on.isoformat(),
            "expires_on": one.expires_on.isoformat(),
            "ended_on": one.ended_on.isoformat() if one.ended_on else None,
            "ended_because": str(one.ended_text),
        }
        for one in models.Card.objects.filter(person=subject.person_id).order_by("id")
    )
    columns = (
        Column("serial", pgettext_lazy("on a card", "Card")),
        Column("name", pgettext_lazy("on a card", "Name")),
        Column("office", pgettext_lazy("on a card", "Given by")),
        Column("issued_on", pgettext_lazy("a card", "Given on")),
        Column("expires_on", pgettext_lazy("on a card", "Valid until")),
        Column("ended_on", pgettext_lazy("a card", "Ended on")),
        Column("ended_because", pgettext_lazy("a card", "Why it ended")),
    )
    return Section("cards", _("Your cards"), columns, rows)


@holdings.gives("identity.registerquestion", "identity.registeranswer")
def asked_elsewhere(subject: Subject) -> Section:
    """What other offices' registers were asked about the person's numbers, and what they answered."""
    found = models.RegisterQuestion.objects.filter(identifier__person=subject.person_id).select_related("identifier")
    rows = tuple(
        {
            "register": one.register,
            "number": str(one.identifier),
            "asked_at": one.asked_at.date().isoformat(),
            "told": ", ".join(one.told),
            "answers": ", ".join(str(answer.get_said_display()) for answer in one.answers.all()),
        }
        for one in found.prefetch_related("answers").order_by("id")
    )
    columns = (
        Column("register", pgettext_lazy("of another office", "Register")),
        Column("number", pgettext_lazy("of a document", "Number")),
        Column("asked_at", pgettext_lazy("a question to a register", "Asked on")),
        Column("told", _("What was told of you")),
        Column("answers", pgettext_lazy("of a register", "Answers")),
    )
    return Section("asked_elsewhere", _("What other registers were asked about you"), columns, rows)


OF_PERSONS = "t.person_id IN ({persons})"
ASKED = "t.identifier_id IN (SELECT i.id FROM registry_identifier i WHERE i.person_id IN ({persons}))"
ANSWERED = f"t.question_id IN (SELECT t.id FROM identity_registerquestion t WHERE {ASKED})"  # noqa: S608 our own words
holdings.forgets(
    "identity.card",
    where=OF_PERSONS,
    sets=lambda: {"name": "''", "birth_year": "NULL", "code": "''", "office": "''"},
    has_history=True,
)
holdings.forgets("identity.registeranswer", where=ANSWERED, sets=None)
holdings.forgets("identity.registerquestion", where=ASKED, sets=None)

REMADE = _("It is made anew from the record, and forgets what the record forgets.")
holdings.leaves_out("identity.preparedrecord", because=_("It is the record once more, as it is compared with others."))
holdings.stays("identity.preparedrecord", because=REMADE)
SHARED = _("It says how many share a value, and names nobody.")
holdings.leaves_out("identity.frequency", because=SHARED)
holdings.stays("identity.frequency", because=SHARED)


@holdings.gives("identity.merge")
def merged(subject: Subject) -> Section:
    """That two records of the person were made one, and why; and when that was taken back."""
    who = subject.person_id
    found = models.Merge.objects.filter(Q(kept=who) | Q(absorbed=who)).select_related("kept", "absorbed").order_by("id")
    rows = tuple(
        {
            "kept": one.kept.code,
            "absorbed": one.absorbed.code,
            "on": one.on.isoformat(),
            "because": one.because,
            "parted_on": one.parted_at.date().isoformat() if one.parted_at else None,
            "parted_because": one.parted_because,
        }
        for one in found
    )
    columns = (
        Column("kept", pgettext_lazy("of two records", "The record that holds")),
        Column("absorbed", pgettext_lazy("of two records", "The other record")),
        Column("on", pgettext_lazy("two records", "Merged on")),
        Column("because", _("Why")),
        Column("parted_on", pgettext_lazy("two records", "Parted on")),
        Column("parted_because", _("Why they were parted")),
    )
    return Section("merged", _("Records of you that were made one"), columns, rows)


OF_MERGES = "t.kept_id IN ({persons}) OR t.absorbed_id IN ({persons})"
holdings.leaves_out("identity.movedrow", because=_("It says where rows hung before; the rows themselves are told."))
holdings.forgets(
    "identity.merge",
    where=OF_MERGES,
    sets=lambda: {"because": "'-'", "although": "''", "parted_because": "left(t.parted_because, 1)"},
    ignoring=("identity.Merge:merge_stays",),
)
holdings.forgets(
    "identity.movedrow",
    where=f"t.merge_id IN (SELECT t.id FROM identity_merge t WHERE {OF_MERGES})",  # noqa: S608 our own words
    sets=lambda: {"before": "'{}'::jsonb", "after": "'{}'::jsonb"},
)
