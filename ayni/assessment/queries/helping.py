"""What could help: programmes and services, as the domains that have them tell it.

Programmes are above this domain. One that knows them declares, in a module that the setting AYNI_HELPS names:

    @helping.offers                  # what there is, for the list from which an officer chooses
    def programmes(): ...            # Iterable[Offered]

    @helping.stands                  # where a household stands with each
    def standing(household_id, reader): ...     # Iterable[Standing]

Services and kinds of places are the directory's, which is below.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ayni.assessment.models import AnswerKind
from ayni.commons import languages
from ayni.commons.access.models import User
from ayni.commons.directory.models import PlaceKind, ServiceKind

#: received: it is enrolled; could_apply: found eligible, not enrolled yet; needs_information: answers are missing;
#: not_eligible: the rules say no; declined: an officer said no; unknown: nobody has decided, or the reader may not see.
State = Literal["received", "could_apply", "needs_information", "not_eligible", "declined", "unknown", "available"]


@dataclass(frozen=True)
class Offered:
    """Something that may answer a need: a programme, a service, a kind of place."""

    kind: str
    code: str
    title: str


@dataclass(frozen=True)
class Standing:
    """Where a household, or one person in it, stands with a programme. `missing` are the answers to ask for."""

    programme: str
    state: State
    person_id: int | None = None
    person: str = ""
    benefit: str = ""
    missing: tuple[str, ...] = ()
    because: str = ""


#: Kinds of places that answer somebody's need, as families know them.
PLACES = {
    "office": gettext_noop("Office"),
    "registration_desk": gettext_noop("Registration desk"),
    "pay_point": gettext_noop("Pay point"),
    "health_facility": gettext_noop("Health facility"),
    "school": gettext_noop("School"),
    "outreach": gettext_noop("Mobile team"),
    "home": gettext_noop("Residential home"),
}

_offers: list[Callable[[], Iterable[Offered]]] = []
_stands: list[Callable[[int, User], Iterable[Standing]]] = []


def offers(function: Callable[[], Iterable[Offered]]) -> Callable[[], Iterable[Offered]]:
    """Declare what a domain offers."""
    if function not in _offers:
        _offers.append(function)
    return function


def stands(function: Callable[[int, User], Iterable[Standing]]) -> Callable[[int, User], Iterable[Standing]]:
    """Declare how a domain tells where a household stands."""
    if function not in _stands:
        _stands.append(function)
    return function


def offered() -> dict[tuple[str, str], Offered]:
    """Everything that may be said to answer a need, by kind and code."""
    _declared()
    programmes = [one for function in _offers for one in function()]
    services = [
        Offered(AnswerKind.SERVICE, one.code, languages.text(one.names) or one.code)
        for one in ServiceKind.objects.filter(is_active=True)
    ]
    places = [Offered(AnswerKind.PLACE, kind, _(PLACES[kind])) for kind in PlaceKind.values if kind in PLACES]
    return {(one.kind, one.code): one for one in (*programmes, *services, *places)}


def standing(household_id: int, reader: User) -> list[Standing]:
    """Where a household and its members stand with every programme, as far as the reader may see."""
    _declared()
    return [one for function in _stands for one in function(household_id, reader)]


def _declared() -> None:
    for module in settings.AYNI_HELPS:
        importlib.import_module(module)
