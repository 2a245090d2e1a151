"""What assessments hold on people: their household's scores, and what was found of it and of them."""

from django.utils.translation import gettext_lazy as _

from ayni.assessment import queries
from ayni.assessment.queries import plain
from ayni.commons import holdings
from ayni.commons.holdings import Column, Section, Subject


@holdings.gives("assessment.score")
def scores(subject: Subject) -> Section:
    """The newest score of the household by each instrument."""
    found = queries.for_household(subject.household_id) if subject.household_id else []
    rows = tuple(
        {"instrument": one.code, "title": one.title, "value": one.value, "on": one.on.isoformat()} for one in found
    )
    columns = (
        Column("instrument", _("Instrument"), is_shown=False),
        Column("title", _("What was measured")),
        Column("value", _("Score")),
        Column("on", _("On the answers of")),
    )
    return Section("scores", _("How your household was assessed"), columns, rows)


@holdings.gives("assessment.finding")
def found(subject: Subject) -> Section:
    """What was found of the household, and of the person, in words; what rests on sensitive answers is in no table."""
    rows = tuple(
        {"title": title, "on": on.isoformat(), "text": text, "is_known": is_known}
        for title, on, text, is_known in plain.held(subject.household_id, subject.person_id)
    )
    columns = (
        Column("title", _("What was looked at")),
        Column("on", _("On the answers of")),
        Column("text", _("What was found")),
        Column("is_known", _("Is it known?")),
    )
    return Section("findings", _("What was found of your household"), columns, rows)


holdings.stays("assessment.score", because=_("It is a number about a household whose people are no longer known."))
holdings.stays("assessment.finding", because=_("It says what a household lacked, and its people are no longer known."))
