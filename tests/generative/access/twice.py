"""Pairs that may be one person: what the walk names of them."""

from __future__ import annotations

from typing import Any

from ayni.identity import models
from ayni.identity.queries.reviewing import Asked
from tests.contract.api import walk
from tests.generative.access import land as lands
from tests.generative.access import merged
from tests.generative.access.land import NOON, Land, Side

WHY = {"because": "Seen", "at": NOON}
#: What an address answers to whom it opens: to GET and to an empty POST.
ANSWERS = {
    "web:next_pair": (405, 302),
    "web:last_pair_back": (405, 302),
    "web:answer_pair": (302, 422),
    "web:start_same_run": (200, 200),
    "web:decide_thresholds": (404, 404),
}


def pair(side: Side) -> models.Candidate:
    """Two records of a district that wait to be read."""
    one, other = sorted((side.person, merged.double(side)), key=lambda who: who.pk)
    return models.Candidate.objects.create(
        one=one, other=other, one_area=side.area, other_area=side.area, source="run", chance=0.5
    )


def group(side: Side) -> models.GroupMember:
    made = models.LinkageRun.objects.create(learns=True, started_by=_maker(), started_at=NOON, finished_at=NOON)
    return models.GroupMember.objects.create(run=made, group="c1", person=side.person)


def proposed() -> models.Thresholds:
    return models.Thresholds.objects.create(
        same_from=1, different_below=0, second_from=0, second_below=0, second_share=0, seed=1, reason="Read",
        proposed_by=_maker(), proposed_at=NOON,
    )  # fmt: skip


def samples(sample: Any, inside: str, anywhere: str) -> dict[str, Any]:
    def of_pair(**given: Any) -> Any:
        return sample(inside, lambda land, side: ((pair(side),), given))

    def reported(land: Land, side: Side) -> Any:
        return (side.person, merged.double(side)), WHY

    def looked_through(land: Land, side: Side) -> Any:
        done = {"started_by": _maker(), "started_at": NOON, "finished_at": NOON}
        return (models.LinkageRun.objects.create(area=side.area, learns=True, **done),), {
            "found": None,
            "out": None,
            "at": NOON,
        }

    def settled(land: Land, side: Side) -> Any:
        made = pair(side)
        models.Candidate.objects.filter(pk=made.pk).update(state="unsure", settled_how="read")
        return (made,), WHY

    return {
        "identity.actions.reading.take_back": of_pair(at=NOON),
        "identity.actions.reading.ask_again": sample(inside, settled),
        "identity.actions.looking.look_for_doubles": sample(
            inside, lambda land, side: ((side.area,), {"learns": True, "at": NOON})
        ),
        "identity.actions.looking.keep_found": sample(inside, looked_through),
        "identity.actions.looking.follow_people": sample(anywhere, lambda land, side: ((), {})),
        "identity.actions.reading.take_pair": sample(anywhere, lambda land, side: ((Asked(),), {"at": NOON})),
        "identity.actions.reading.read_pair": of_pair(answer="unsure", **WHY),
        "identity.actions.reading.report_same": sample(inside, reported),
    }


def named(row: str, side: Side | None) -> dict[str, Any]:
    """What the addresses of pairs name."""
    if row in ("web:same_pair", "web:answer_pair", "web:pair_again"):
        return {"number": pair(side).pk if side else lands.MISSING}
    if row == "web:same_group":
        found = group(side) if side else None
        return {"run": found.run_id if found else lands.MISSING, "name": "c1"}
    if row == "web:same_run":
        made = models.LinkageRun.objects.create(learns=True, started_by=_maker(), started_at=NOON, finished_at=NOON)
        return {"number": made.pk}
    if row == "web:report_twice":
        return {"person": side.person.pk if side else lands.MISSING}
    if row == "web:decide_thresholds":
        return {"number": proposed().pk}
    return {}


def request(operation: str, side: Side | None) -> walk.Request | None:
    """A request of the API about what lies in a place."""
    if operation == "doubles_pair":
        return walk.Request({"id": pair(side).pk if side else lands.MISSING})
    if operation == "doubles_report":
        one, other = (side.person.pk, merged.double(side).pk) if side else (lands.MISSING, lands.MISSING - 1)
        return walk.Request(body={"one": one, "other": other, "because": "The same mother"})
    return None


def _maker() -> Any:
    from ayni.commons.access.models import User

    return User.objects.get_or_create(username="asker")[0]
