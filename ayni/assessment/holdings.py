"""What assessments hold on people: their household's scores."""

from django.utils.translation import gettext_lazy as _

from ayni.assessment import queries
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


holdings.stays("assessment.score", because=_("It is a number about a household whose people are no longer known."))
