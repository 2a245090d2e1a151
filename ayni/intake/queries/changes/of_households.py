"""Changes of a household: birth, moving, splitting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.intake import errors
from ayni.intake.models import EvidenceKind as Shown
from ayni.intake.queries.changes import telling
from ayni.intake.queries.changes.kinds import Difference, Field, Kind, Need, Subject
from ayni.intake.queries.changes.of_people import NAMES, OTHERS, SEXES


class Birth(Kind):
    """A child is born into the household."""

    code, of = "birth", "household"
    days = 14
    evidence = (
        Shown.BIRTH_CERTIFICATE,
        Shown.MEDICAL_NOTICE,
        Shown.COURT_ORDER,
        Shown.LEADER_LETTER,
        Shown.VISIT,
        Shown.OWN_WORD,
    )
    asks_day = gettext_lazy("Born on")
    fields = (
        Field("given_name", gettext_lazy("Given name of the child")),
        *NAMES[1:],
        Field("sex", gettext_lazy("Sex"), "choice", choices=SEXES),
        Field("relationship", gettext_lazy("Relationship to the head"), "choice", choices=OTHERS),
        Field("mother", gettext_lazy("Mother"), "member", is_required=False),
        Field("father", gettext_lazy("Father"), "member", is_required=False),
    )

    def judge(self, proposed: dict[str, Any], subject: Subject) -> None:
        if proposed.get("mother") and proposed.get("mother") == proposed.get("father"):
            raise errors.ProposalRefused([_("The mother and the father are two people.")])

    def needs(self, subject: Subject) -> Iterator[Need]:
        assert subject.household_id
        yield Need("household", subject.household_id, "area")
        yield Need("household", subject.household_id, "closed_on")
        for parent in ("mother", "father"):
            if who := subject.proposed.get(parent):
                yield Need("person", who, "name")
                yield Need("person", who, "born")

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        asked = subject.proposed
        name = f"{asked['given_name']} {asked.get('family_name', '')}".strip()
        lines = [
            Difference(_("New member"), "", name),
            Difference(_("Born"), "", telling.day(subject.happened_on)),
            Difference(_("Sex"), "", telling.of_person("sex", asked["sex"])),
            Difference(_("Relationship to the head"), "", telling.relationship(asked["relationship"])),
        ]
        for parent, label in (("mother", _("Mother")), ("father", _("Father"))):
            if who := asked.get(parent):
                lines.append(Difference(label, "", telling.person(who)))
        return lines


class HouseholdMove(Kind):
    """The whole household lives in another place. It keeps its number and all that is known of it."""

    code, of = "household_move", "household"
    leaves_area = True
    asks_day = gettext_lazy("Moved on")
    fields = (
        Field("area", gettext_lazy("Where it lives now"), "area", says=gettext_lazy("The code of the area")),
        Field("address", gettext_lazy("Address, or how to find it"), is_required=False, most=200),
    )

    def needs(self, subject: Subject) -> Iterator[Need]:
        assert subject.household_id
        for what in ("area", "closed_on", "members"):
            yield Need("household", subject.household_id, what)

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        before = ground.get(f"household:{subject.household_id}:area")
        lines = [Difference(_("Area"), telling.area(before), telling.area(subject.proposed["area"]))]
        if address := subject.proposed.get("address"):
            lines.append(Difference(_("Address"), "", address))
        return lines

    def to_area(self, proposed: Mapping[str, Any]) -> str:
        return str(proposed["area"])


class Split(Kind):
    """Some members leave and are a household of their own, here or in another area."""

    code, of = "split", "household"
    leaves_area = True
    asks_day = gettext_lazy("Since")
    fields = (
        Field("members", gettext_lazy("Who leaves"), "members"),
        Field("head", gettext_lazy("Who leads the new household"), "member"),
        Field(
            "area",
            gettext_lazy("Where the new household lives"),
            "area",
            is_required=False,
            says=gettext_lazy("The code of the area; empty for the same."),
        ),
        Field(
            "stays_head",
            gettext_lazy("Who leads the household that stays"),
            "member",
            is_required=False,
            says=gettext_lazy("Needed when the one who led it leaves."),
        ),
    )

    def judge(self, proposed: dict[str, Any], subject: Subject) -> None:
        if proposed["head"] not in proposed["members"]:
            raise errors.ProposalRefused([_("Who leads the new household must be one of those who leave.")])
        if proposed.get("stays_head") in proposed["members"]:
            raise errors.ProposalRefused([_("Who leads the household that stays must be one of those who stay.")])

    def needs(self, subject: Subject) -> Iterator[Need]:
        assert subject.household_id
        for what in ("area", "closed_on", "members", "head"):
            yield Need("household", subject.household_id, what)

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        home, asked = subject.household_id, subject.proposed
        before = ground.get(f"household:{home}:members") or []
        stay = [who for who in before if who not in asked["members"]]
        area = asked.get("area") or ground.get(f"household:{home}:area")
        return [
            Difference(_("Members"), telling.persons(before), telling.persons(stay)),
            Difference(_("New household"), "", telling.persons(asked["members"])),
            Difference(_("Head of the new household"), "", telling.person(asked["head"])),
            Difference(_("Area of the new household"), "", telling.area(area)),
        ]

    def to_area(self, proposed: Mapping[str, Any]) -> str:
        return str(proposed.get("area") or "")
