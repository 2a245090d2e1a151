"""Every kind of change there is, by its code, and the words for the parts of a record that changes rest on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.intake.queries.changes import of_changes, of_households, of_people
from ayni.intake.queries.changes.kinds import Kind

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        of_households.Birth(),
        of_people.Death(),
        of_households.HouseholdMove(),
        of_people.PersonMove(),
        of_households.Split(),
        of_people.Marriage(),
        of_people.Correction(),
        of_people.PersonFacts(),
        of_people.HouseholdFacts(),
    )
}
KINDS[of_changes.TakingBack.code] = of_changes.TakingBack(KINDS)
WHAT = {
    "name": _("Name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "given_name_latin": _("Given name in Latin letters"),
    "family_name_latin": _("Family name in Latin letters"),
    "sex": _("Sex"),
    "born": _("Born"),
    "died_on": _("Died"),
    "phone": _("Telephone"),
    "household": _("Household"),
    "relationship": _("Relationship to the head"),
    "area": _("Area"),
    "closed_on": pgettext_lazy("a household", "Closed"),
    "members": _("Members"),
    "head": _("Head of the household"),
}
