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
