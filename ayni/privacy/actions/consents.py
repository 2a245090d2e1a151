"""Recording what people agree to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel import partial_dates
from ayni.privacy import errors, models, permissions
from ayni.privacy.queries import scope, texts
from ayni.registry.models import Kind, Kinship, Membership, Person, Relationship

ADULT_YEARS = 18
#: Who may speak for somebody else: for a child, and for anybody.
FOR_A_CHILD = (Kind.MOTHER, Kind.FATHER, Kind.GUARDIAN, Kind.CAREGIVER)
FOR_ANYBODY = (Kind.GUARDIAN,)


@dataclass(frozen=True)
class Said:
    """What was said: the answer, when, how, in which language; who was witness, and who spoke for the person."""

    answer: str
    on: date
    how: str
    language: str = "en"
    witness: str = ""
    given_by: Person | None = None
    for_household: bool = False


@action(permissions.RECORD_CONSENT, says="recorded what a person agrees to")
def record_consent(person: Person, *, purpose: str, said: Said, today: date, by: User) -> models.Consent:
    """Keep what a person said to the text of a purpose that was in force then; the last word counts, none is lost.

    Refuses: OutsideArea, UnknownPurpose, LiesAhead, WitnessMissing; NeedsGuardian and NotGuardian, when a child agrees
    or somebody speaks for another; NotHead; NothingToWithdraw.
    """
    scope.check(by, permissions.RECORD_CONSENT, person)
    if said.on > today:
        raise errors.LiesAhead(said.on)
    text = texts.in_force(purpose, on=said.on)
    if said.how == models.How.ORAL and not said.witness.strip():
        raise errors.WitnessMissing
    _check_speaker(person, said)
    household = _headed(person, said.on) if said.for_household else None
    if said.answer == models.Answer.WITHDRAWN and not _has_agreed(person, household, text, said.on):
        raise errors.NothingToWithdraw
    return models.Consent.objects.create(
        person=person,
        household_id=household,
        purpose=text,
        answer=said.answer,
        on=said.on,
        how=said.how,
        language=said.language,
        witness=said.witness.strip(),
        given_by=said.given_by,
        recorded_by=by,
    )


def _check_speaker(person: Person, said: Said) -> None:
    born = person.born
    is_child = born is not None and partial_dates.years_between(born.earliest, said.on) < ADULT_YEARS
    if said.given_by is None:
        if is_child and said.answer == models.Answer.GIVEN:
            raise errors.NeedsGuardian(person.name)
        return
    may_be_child = born is None or partial_dates.years_between(born.latest, said.on) < ADULT_YEARS
    kinds = FOR_A_CHILD if may_be_child else FOR_ANYBODY
    if not Kinship.objects.filter(person=person, relative=said.given_by, kind__in=kinds).exists():
        raise errors.NotGuardian(said.given_by.name, person.name)


def _headed(person: Person, on: date) -> int:
    stays = Membership.objects.active(on=on).filter(person=person, relationship=Relationship.HEAD)
    household = stays.values_list("household_id", flat=True).first()
    if household is None:
        raise errors.NotHead(person.name)
    return household


def _has_agreed(person: Person, household: int | None, text: models.Purpose, on: date) -> bool:
    words = models.Consent.objects.filter(person=person, household=household, purpose__code=text.code, on__lte=on)
    last = words.order_by("-on", "-id").first()
    return last is not None and last.answer == models.Answer.GIVEN
