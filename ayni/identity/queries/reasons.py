"""Why two records may be the same person, in words that tell nothing of either that was not asked."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.engines.linkage.mapping import Columns
from ayni.engines.linkage.model import Reason

MOST = 6
LEAST_BITS = 0.5  # what says less is not worth a line
NAMES = {
    "given": gettext_lazy("given name"),
    "family": gettext_lazy("family name"),
    "middle": gettext_lazy("middle name"),
}
OF_NAMES = {
    "same": gettext_lazy("Same %(name)s"),
    "exchanged": gettext_lazy("Given and family name in each other's place"),
    "exchanged_sound": gettext_lazy("Given and family name in each other's place, spelt differently"),
    "called": gettext_lazy("A short or pet form of the same %(name)s"),
    "letter": gettext_lazy("Same %(name)s but for a letter"),
    "sound": gettext_lazy("Same %(name)s, spelt differently"),
    "letters": gettext_lazy("Same %(name)s but for two letters"),
    "part": gettext_lazy("A part of the %(name)s is the same"),
    "moved": gettext_lazy("The family name of one is a middle name of the other"),
    "different": gettext_lazy("Another %(name)s"),
}
BIRTH = {
    "same": gettext_lazy("Same day of birth"),
    "turned": gettext_lazy("Day and month exchanged"),
    "digit": gettext_lazy("Day of birth but for a figure"),
    "other_year": gettext_lazy("Same day and month of birth, another year"),
    "first_of_year": gettext_lazy("Same year of birth, one of them told as the first of January"),
    "year_and_part": gettext_lazy("Same year of birth, and the day or the month"),
    "year": gettext_lazy("Same year of birth"),
    "near": gettext_lazy("Born within two years of each other"),
    "decade": gettext_lazy("Born within ten years of each other"),
    "different": gettext_lazy("Of another age"),
}
SEX = {"same": gettext_lazy("Same sex"), "different": gettext_lazy("Another sex")}
OTHERS = {
    "same": gettext_lazy("Same %(what)s"),
    "near": gettext_lazy("%(what)s but for a figure"),
    "letters": gettext_lazy("%(what)s but for two figures"),
    "begins": gettext_lazy("%(what)s begins alike"),
    "different": gettext_lazy("Another %(what)s"),
}


def words(found: tuple[Reason, ...], columns: Columns) -> Iterator[tuple[str, bool]]:
    """Each reason in words and whether it speaks for one person; the heaviest first."""
    told = [one for one in found if one.degree != "unknown" and abs(one.weight) >= LEAST_BITS]
    for one in told[:MOST]:
        yield _words(one, columns), one.weight > 0


def _words(reason: Reason, columns: Columns) -> str:
    of, degree = reason.comparison, reason.degree
    if of in NAMES:
        return _capital(str(OF_NAMES[degree]) % {"name": NAMES[of]})
    if of == "birth":
        return str(BIRTH[degree])
    if of == "sex":
        return str(SEX[degree])
    if of == "place":
        return _place(degree, len(columns.place))
    return _capital(str(OTHERS[degree]) % {"what": _called(of, columns)})


def _place(degree: str, levels: int) -> str:
    if degree == "different":
        return _("Registered in another part of the country")
    return _("Registered in the same place") if degree == f"same_place_{levels}" else _("Registered in the same region")


def _called(of: str, columns: Columns) -> str:
    """What a number is called: a telephone, or a type of number that the installation declares."""
    if of == "phone":
        return _("telephone number")
    kind, _between, number = of.rpartition("_")
    if kind == "id":
        name = list(columns.identifiers)[int(number) - 1]
        declared = settings.AYNI_IDENTIFIERS.get(name)
        return str(declared["label"]) if declared else name
    return list(columns.other)[int(number) - 1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
