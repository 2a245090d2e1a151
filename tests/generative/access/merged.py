"""Records merged and paid twice: what the walk names of them."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from ayni.benefits.models import Overpayment
from ayni.identity.models import Merge
from ayni.registry import models as registry
from tests.contract.api import walk
from tests.generative.access import land as lands
from tests.generative.access.land import Land, Side
from tests.unit.identity import saying

DAY = date(2026, 6, 2)
#: What an address answers to whom it opens: to GET and to an empty POST.
ANSWERS: dict[str, tuple[int, int]] = {}
_counted = itertools.count()


def double(side: Side) -> registry.Person:
    """Another record of the person of a side, in no household yet."""
    return registry.Person.objects.create(
        source="double", source_key=f"{next(_counted)}", registered_on=DAY, registered_in=side.area
    )


def merge(side: Side) -> Merge:
    """A merge within a district, which moved nothing."""
    found = Merge.objects.filter(kept=side.person).first()
    return found or Merge.objects.create(
        kept=side.person,
        absorbed=double(side),
        because="The same card",
        on=DAY,
        merged_by=side.officer,
        marks={"keys": {}, "paths": [side.area.path]},
    )


def case(side: Side) -> Overpayment:
    found = Overpayment.objects.filter(merge=merge(side)).first()
    return found or Overpayment.objects.create(
        merge=merge(side), programme=side.line.cycle.programme, household=side.home, amount=1
    )


def samples(sample: Any, inside: str) -> dict[str, Any]:
    def merging(land: Land, side: Side) -> Any:
        other = double(side)
        saying.said_same(side.person, other)
        return (side.person,), {"absorbed": other, "because": "x", "on": DAY, "at": lands.NOON}

    def merging_homes(land: Land, side: Side) -> Any:
        from ayni.identity.actions import Pair

        pairs = [Pair(side.person, double(side))]
        saying.said_same(pairs[0].kept, pairs[0].absorbed)
        return (side.home,), {"pairs": pairs, "because": "x", "on": DAY, "at": lands.NOON}

    return {
        "identity.actions.merging.merge_people": sample(inside, merging),
        "identity.actions.merging.merge_households": sample(inside, merging_homes),
        "identity.actions.merging.part_people": sample(
            inside, lambda land, side: ((merge(side),), {"because": "x", "on": DAY, "at": lands.NOON})
        ),
        "benefits.actions.overpayments.decide_overpayment": sample(
            inside, lambda land, side: ((case(side),), {"is_debt": True, "reason": "x", "at": lands.NOON})
        ),
    }


def named(row: str, side: Side | None) -> dict[str, Any]:
    if row == "web:merge_people":
        other = double(side).pk if side else lands.MISSING - 1
        return {"kept_id": side.person.pk if side else lands.MISSING, "absorbed_id": other}
    if row in ("web:merge", "web:part_people"):
        return {"merge_id": merge(side).pk if side else lands.MISSING}
    if row in ("web:overpayment", "web:decide_overpayment"):
        return {"case_id": case(side).pk if side else lands.MISSING}
    return {}


def request(operation: str, side: Side | None) -> walk.Request | None:
    """A request of the API about what lies in a place."""
    if operation == "merges_merge_people":
        kept, other = lands.MISSING, lands.MISSING - 1
        if side:
            said = double(side)
            saying.said_same(side.person, said)
            kept, other = side.person.pk, said.pk
        return walk.Request(body={"kept": kept, "absorbed": other, "because": "The same card"})
    if operation in ("merges_merge", "merges_part_people"):
        body = {"because": "Another mother"} if operation == "merges_part_people" else None
        return walk.Request({"id": merge(side).pk if side else lands.MISSING}, body=body)
    if operation == "overpayments_overpayment":
        return walk.Request({"id": case(side).pk if side else lands.MISSING})
    return None
