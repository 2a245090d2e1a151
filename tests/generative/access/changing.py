"""Changes of records, rules that accept them, schedules and quality: what the walk names of them."""

from __future__ import annotations

from typing import Any

from ayni.commons.access.models import User
from ayni.intake import models
from ayni.intake.actions import changes
from ayni.intake.queries.changes import Asked
from ayni.registry.actions import undoing
from tests.contract.api import walk
from tests.generative.access import land as lands
from tests.generative.access.land import NOON, Land, Side

DAY = NOON.date().replace(year=2026)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NO = changes.Answer(code="unreadable")
WITH_NUMBER = ("web:confirm_recertification", "web:decide_recertification")
#: What an address answers to whom it opens: to GET and to an empty POST.
ANSWERS = {
    "web:check_quality": (200, 302),
    "web:decide_acceptance_rule": (404, 404),
    "web:decide_change": (404, 404),
    "web:decide_change:approve": (200, 302),
    "web:decide_change:withdraw": (200, 302),
    "web:decide_recertification": (404, 404),
    "web:open_recertifications": (200, 302),
}


def change(side: Side) -> models.ChangeRequest:
    """A change that somebody else asked for, with a paper."""
    made = models.ChangeRequest.objects.filter(person=side.person, source_key=f"walk-{side.area.code}").first()
    if made is None:
        made = models.ChangeRequest.objects.create(
            kind="correction",
            person=side.person,
            household=side.home,
            area=side.area,
            proposed={"given_name_latin": "Ada"},
            ground={f"person:{side.person.pk}:given_name_latin": side.person.given_name_latin},
            happened_on=DAY,
            evidence="visit",
            source_key=f"walk-{side.area.code}",
            made_by=_maker(),
            submitted_at=NOON,
            due_on=DAY,
            status="submitted",
        )
        given = {"media_type": "application/pdf", "bytes": len(PDF), "digest": "0" * 64, "content": PDF}
        models.ChangeEvidence.objects.create(request=made, number=1, added_by=_maker(), **given)
    return made


def recertification(side: Side) -> models.Recertification:
    return models.Recertification.objects.get_or_create(
        schedule=_schedule(), household=side.home, defaults={"since": DAY, "due_on": DAY}
    )[0]


def named(land: Land, row: str, side: Side | None) -> dict[str, Any]:
    """What the addresses of changes name."""
    if row in ("web:choose_change", "web:make_change"):
        home = side.home.pk if side else lands.MISSING
        return {"entity": "household", "record_id": home, "kind": "household_facts"}
    if row.startswith(("web:change", "web:decide_change", "web:add_change_evidence")):
        return {"change_id": change(side).pk if side else lands.MISSING, "number": 1}
    if row in WITH_NUMBER:
        return {"number": recertification(side).pk if side else lands.MISSING}
    if row == "web:decide_acceptance_rule":
        return {"rule_id": _rule().pk}
    return {"rule": "birth-told"} if row in ("web:quality_rule", "web:quality_people") else {}


def request(operation: str, side: Side | None) -> walk.Request | None:
    """What the API's operations on one change are asked, about what lies in a place."""
    if operation == "changes_make":
        body = {"kind": "correction", "proposed": {"given_name": "Ada"}, "happened_on": "2026-06-02"}
        person = side.person.pk if side else lands.MISSING
        return walk.Request(body={**body, "person": person, "evidence": "visit"})
    if operation.startswith("changes_") and operation != "changes_changes":
        body = {"code": "unreadable"} if operation == "changes_reject" else None
        return walk.Request({"id": change(side).pk if side else lands.MISSING}, body=body)
    return None


def _maker() -> User:
    return User.objects.get_or_create(username="asker")[0]


def _rule() -> models.AcceptanceRule:
    given = {"rule": "request.has_number", "reason": "Agreed", "prepared_by": _maker()}
    return models.AcceptanceRule.objects.get_or_create(code="walk", version=1, defaults=given)[0]


def _schedule() -> models.RecertificationSchedule:
    given = {"every_months": 12, "reason": "Law", "prepared_by": _maker()}
    return models.RecertificationSchedule.objects.get_or_create(code="walk", version=1, defaults=given)[0]


def _new(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
    new = changes.NewChange(
        kind="correction",
        happened_on=DAY,
        proposed={"given_name": "Ada"},
        person=side.person,
        household=side.home,
        evidence="visit",
    )
    return (new,), {"at": NOON}


def _right(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
    given = {"kind": "correction", "proposed": {"given_name": "Ada"}, "request": "K1", "reason": "Wrong"}
    return (side.person,), {**given, "made_by": _maker(), "at": NOON}


def _nothing(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """What a change wrote that wrote nothing, about the people of a place."""
    mark = undoing.between(undoing.mark(), undoing.mark())
    return (undoing.Written(mark, [side.person.pk], [side.home.pk]),), {"on": DAY}


def samples(sample: Any, inside: str, any_: str) -> dict[str, Any]:
    """The calls of each action that is not about all areas at once."""

    def of(subject: Any, **given: Any) -> Any:
        return sample(inside, lambda land, side: ((subject(side),), given))

    def rule(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (change(side),), {"rule": _rule(), "at": NOON}

    def arrival(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
        name = f"{side.person.given_name} {side.person.family_name}"
        return (changes.Arrival(f"P{side.person.pk:08d}", name, side.area, DAY, evidence="visit"),), {"at": NOON}

    place = "intake.actions.changes"
    return {
        f"{place}.arriving.ask_for_household": sample(inside, arrival),
        "registry.actions.undoing.undo_change": sample(inside, _nothing),
        f"{place}.accepting.accept_change": sample(inside, rule),
        f"{place}.bulk.approve_changes": sample(any_, lambda land, side: ((Asked(),), {"at": NOON})),
        f"{place}.deciding.appeal_change": of(change, words="Not so", at=NOON),
        f"{place}.deciding.apply_change": of(change, at=NOON),
        f"{place}.deciding.approve_change": of(change, at=NOON),
        f"{place}.deciding.ask_about_change": of(change, answer=changes.Answer("What?")),
        f"{place}.deciding.judge_sample": of(change, is_right=True, at=NOON),
        f"{place}.deciding.receive_move": of(change, at=NOON),
        f"{place}.deciding.reject_change": of(change, answer=NO, at=NOON),
        f"{place}.making.add_evidence": of(change, content=PDF),
        f"{place}.making.make_change": sample(inside, _new),
        f"{place}.making.submit_change": of(change, at=NOON),
        f"{place}.making.withdraw_change": of(change),
        f"{place}.settling.put_right": sample(inside, _right),
        f"{place}.undoing.counter_change": of(change, reason="Wrong", at=NOON),
        "intake.actions.recertification.confirm_household": of(recertification, has_changed=False, at=NOON),
    }
