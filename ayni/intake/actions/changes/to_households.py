"""How births, deaths, marriages, moves and splits are applied."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.intake import errors
from ayni.intake.actions.changes.applying import applies
from ayni.intake.models import ChangeRequest, EvidenceKind
from ayni.kernel.partial_dates import PartialDate
from ayni.registry.actions import checking, living, people, vital
from ayni.registry.models import DeathKnown, Ended, Membership, Person, Relationship

BY_WHAT_KNOWN = {
    EvidenceKind.DEATH_CERTIFICATE: DeathKnown.CERTIFICATE,
    EvidenceKind.MEDICAL_NOTICE: DeathKnown.CERTIFICATE,
    EvidenceKind.COURT_ORDER: DeathKnown.OFFICE,
    EvidenceKind.VISIT: DeathKnown.OFFICE,
}


@applies("birth")
def bear(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    told = change.proposed
    child = people.NewMember(
        given_name=told["given_name"],
        family_name=told.get("family_name", ""),
        given_name_latin=told.get("given_name_latin", ""),
        family_name_latin=told.get("family_name_latin", ""),
        relationship=told["relationship"],
        sex=told["sex"],
        born=PartialDate(change.happened_on, change.happened_on),
    )
    mother, father = _somebody(told.get("mother")), _somebody(told.get("father"))
    if mother is not None:
        made = vital.record_birth(
            mother, child=child, key=_key(change), on=on, by=by, father=father, evidence=_evidence(change)
        )
        return {"person": made.pk}
    made = people.register_person(child, area=change.home.area, key=_key(change), on=on, by=by)
    living.add_member(change.home, made, relationship=child.relationship, on=on, by=by)
    if father is not None:
        vital.record_kinship(
            made, relative=father, kind="father", on=on, by=by, nature="biological", evidence=_evidence(change)
        )
    return {"person": made.pk}


@applies("death")
def die(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    vital.record_death(
        change.somebody,
        died=PartialDate(change.happened_on, change.happened_on),
        known=BY_WHAT_KNOWN.get(EvidenceKind(change.evidence), DeathKnown.FAMILY),
        on=on,
        by=by,
        new_head=_somebody(change.proposed.get("head")),
    )
    return {}


@applies("household_move")
def move_home(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    living.move_household(
        change.home,
        area=_area(change.proposed["area"]),
        on=change.happened_on,
        by=by,
        whereabouts=people.Whereabouts(address=change.proposed.get("address", "")),
        because=change.reason[:200],
    )
    return {}


@applies("person_move")
def move(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    living.move_person(
        change.somebody,
        household_id=change.proposed["household"],
        relationship=change.proposed["relationship"],
        on=change.happened_on,
        by=by,
        new_head=_somebody(change.proposed.get("head")),
    )
    return {}


@applies("split")
def split(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    """The new household is made where the old one is, and moves from there: the officer there may do both."""
    told, day = change.proposed, change.happened_on
    stays = Membership.objects.active(on=day).filter(household=change.home, person__in=told["members"])
    leaving = list(stays.select_related("person").order_by("number"))
    if missing := set(told["members"]) - {stay.person_id for stay in leaving}:
        raise errors.ProposalRefused([_("%(who)s does not live here any more.") % {"who": f"P{min(missing):08d}"}])
    was = next(stay.relationship or "" for stay in leaving if stay.person_id == told["head"])
    members = [living.Place(stay.person, _to_head(stay, told["head"], was)) for stay in leaving]
    made = living.split_household(
        change.home, members=members, key=_key(change), on=day, by=by, new_head=_somebody(told.get("stays_head"))
    )
    if change.to_area is not None:
        living.move_household(made, area=change.to_area, on=day, by=by)
    return {"household": made.pk}


@applies("marriage")
def marry(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    who, spouse, day = change.somebody, _somebody(change.proposed["spouse"]), change.happened_on
    assert spouse is not None
    vital.record_kinship(who, relative=spouse, kind="spouse", on=on, by=by, since=day, evidence=_evidence(change))
    if change.proposed.get("joins"):
        home = Membership.objects.active(on=day).filter(person=spouse).values_list("household", flat=True).first()
        if home is None:
            raise errors.ProposalRefused([_("It is not known where the one they marry lives.")])
        living.move_person(
            who,
            household_id=home,
            relationship=change.proposed["relationship"],
            on=day,
            by=by,
            because=Ended.MARRIED,
            new_head=_somebody(change.proposed.get("head")),
        )
    return {}


def _to_head(stay: Membership, head: int, was: str) -> str:
    """What somebody is to the new head, by what both were to the one before."""
    if stay.person_id == head:
        return Relationship.HEAD
    if stay.relationship == Relationship.NON_RELATIVE:
        return Relationship.NON_RELATIVE
    return checking.TO_NEW_HEAD.get((was, stay.relationship or ""), Relationship.OTHER_RELATIVE)


def _somebody(number: Any) -> Person | None:
    if not number:
        return None
    found = Person.objects.filter(pk=number).first()
    if found is None:
        raise errors.ProposalRefused([_("%(who)s is not in your areas.") % {"who": f"P{number:08d}"}])
    return found


def _area(code: str) -> Area:
    return Area.objects.get(code=code)


def _key(change: ChangeRequest) -> str:
    return f"change-{change.pk}"


def _evidence(change: ChangeRequest) -> str:
    return " ".join(filter(None, (str(change.get_evidence_display()), change.document_number)))[:200]
