"""What may leave for a partner.

Whoever sends data declares what each field of an answer is made from, and asks before it sends:

    exchanges("people.person", name=["registry.person.given_name", "registry.person.family_name"])
    agreement = agreement_for(partner, purpose="...", on=today)
    fields = sharable(agreement, needed("people.person"), on=today)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from ayni.commons.access import scoping
from ayni.commons.directory.models import Area, Institution
from ayni.enrolment.models import Enrolment
from ayni.privacy import errors, lifecycle, models
from ayni.privacy.queries import consenting
from ayni.registry.models import Membership, Person, Stay

_exchanged: dict[str, dict[str, tuple[str, ...]]] = {}


def exchanges(shape: str, **fields: Sequence[str]) -> None:
    """Declare what each field of a shape that leaves is made from: columns and variables."""
    _exchanged[shape] = {name: tuple(sources) for name, sources in fields.items()}


def needed(shape: str) -> Mapping[str, tuple[str, ...]]:
    """What each field of a declared shape is made from. KeyError for one that nobody declared."""
    return dict(_exchanged[shape])


def agreement_for(partner: Institution, *, purpose: str, on: date) -> models.SharingAgreement:
    """The agreement in force with a partner for a purpose. Refuses: NotInForce."""
    found = models.SharingAgreement.objects.filter(
        partner=partner, purpose__code=purpose, status=lifecycle.APPROVED, starts_on__lte=on, ends_on__gt=on
    ).first()
    if found is None:
        raise errors.NotInForce(f"{partner} / {purpose}")
    return found


def sharable(
    agreement: models.SharingAgreement, fields: Iterable[str] | Mapping[str, Sequence[str]], *, on: date
) -> frozenset[str]:
    """Of the fields asked for, those that may leave; of a shape, those made only from what the agreement names.

    Refuses: NotInForce.
    """
    if not agreement.is_in_force(on):
        raise errors.NotInForce(agreement.code)
    agreed = set(agreement.fields)
    if isinstance(fields, Mapping):
        return frozenset(name for name, sources in fields.items() if sources and set(sources) <= agreed)
    return frozenset(fields) & agreed


def people(agreement: models.SharingAgreement, *, on: date) -> QuerySet[Person]:
    """Whose data may leave: in its areas, in its programmes, and agreeing where the purpose needs it.

    Refuses: NotInForce, UnknownPurpose.
    """
    if not agreement.is_in_force(on):
        raise errors.NotInForce(agreement.code)
    found = consenting.allowed(agreement.purpose.code, on=on)
    if agreement.areas:
        found = found.filter(pk__in=_living_in(agreement.areas, on).values("pk"))
    if agreement.programmes:
        found = found.filter(pk__in=_receiving(agreement.programmes).values("pk"))
    return found


def _living_in(codes: Sequence[str], on: date) -> QuerySet[Person]:
    paths = tuple(Area.objects.filter(code__in=codes).values_list("path", flat=True))
    stays = scoping.within(Membership.objects.active(on=on), "household__area__path", paths)
    return Person.objects.filter(pk__in=stays.values("person"))


def _receiving(codes: Sequence[str]) -> QuerySet[Person]:
    rows = Enrolment.objects.active().filter(programme__code__in=codes)
    homes = Membership.objects.filter(household__in=rows.filter(person=None).values("household"))
    living = homes.filter(period__endswith=None, kind=Stay.USUAL)
    own = Q(pk__in=rows.filter(person__isnull=False).values("person"))
    return Person.objects.filter(own | Q(pk__in=living.values("person")))
