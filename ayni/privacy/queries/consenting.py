"""Whether a person's data may be used for a purpose: for one person, and as a set that others can join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from ayni.privacy import models
from ayni.privacy.queries import texts
from ayni.registry.models import Person, Stay


@dataclass(frozen=True)
class Standing:
    """How a person stands to a purpose: their last word (None for silence) and whether the data may be used."""

    purpose: models.Purpose
    word: models.Consent | None
    may_use: bool


def may_use(person: Person, purpose: str, *, on: date) -> bool:
    """Whether a person's data may be used for a purpose on a day. Where the basis is consent, silence is no.

    Refuses: UnknownPurpose.
    """
    return allowed(purpose, on=on).filter(pk=person.pk).exists()


def allowed(purpose: str, *, on: date) -> QuerySet[Person]:
    """Everybody whose data may be used for a purpose on a day, to be joined: `filter(person__in=allowed(...))`.

    One's own word counts before the head's for the household they usually live in; a word against it counts whatever
    text it was said to, a word for it only to a text that still holds. Refuses: UnknownPurpose.
    """
    text = texts.in_force(purpose, on=on)
    if not text.needs_consent:
        return Person.objects.all()
    words = models.Consent.objects.filter(purpose__code=text.code, on__lte=on).order_by("-on", "-id")
    agrees = Case(
        When(answer=models.Answer.GIVEN, purpose__in=texts.that_hold(text, on=on), then=Value(True)),
        default=Value(False),
    )
    own = words.filter(person=OuterRef("pk"), household=None)
    home = words.filter(_usual_home(OuterRef("pk"), on))
    said = (Subquery(one.annotate(agrees=agrees).values("agrees")[:1]) for one in (own, home))
    return Person.objects.annotate(agrees=Coalesce(*said, Value(False))).filter(agrees=True)


def standing(person: Person, *, on: date) -> list[Standing]:
    """How a person stands to each purpose in force: their own last word or the head's, and what follows."""
    found = []
    for text in texts.in_force_all(on):
        words = models.Consent.objects.filter(purpose__code=text.code, on__lte=on).order_by("-on", "-id")
        of_home = words.filter(_usual_home(person, on))
        word = words.filter(person=person, household=None).first() or of_home.first()
        found.append(Standing(text, word, may_use(person, text.code, on=on)))
    return found


def _usual_home(person: Any, on: date) -> Q:
    """Words for the household that somebody usually lives in: the head of a second home does not speak for them."""
    stay = {"person": person, "kind": Stay.USUAL, "period__contains": on}
    return Q(**{f"household__memberships__{name}": value for name, value in stay.items()})


def words(person: Person) -> list[models.Consent]:
    """All that a person said, newest first."""
    return list(models.Consent.objects.filter(person=person).select_related("purpose", "recorded_by", "given_by"))
