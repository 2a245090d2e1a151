"""An outcome counted: how many units have each result, by area and sex, and what keeps the others out.

One aggregate over the outcome as it is kept. Missing-value rule: an unknown criterion is neither met
nor not met; who has no sex recorded, and a household without exactly one head, is counted under null.
"""

import re
from decimal import Decimal
from functools import reduce
from operator import add, and_
from typing import Any

import ibis

from ayni.engines.rules import bits, outcomes

WORD = re.compile(r"w\d+")  # the columns of an outcome that hold its answers
RESULTS = ("eligible", "ineligible", "needs_information")
#: What becomes of a unit when other rules decide: every unit is one of these.
MOVES = ("gained", "lost", "asked", "refused", "same")


def sexes(unit: str, persons: Any) -> Any:
    """`sex_unit` and `sex` of each unit: a person's own, a household's head's where it has exactly one."""
    if unit == "person":
        return persons.select(sex_unit=persons.id, sex=persons.sex)
    heads = persons.filter(persons.relationship == "head")
    found = heads.group_by(sex_unit=heads.household_id).aggregate(heads=heads.count(), one=heads.sex.max())
    return found.select("sex_unit", sex=ibis.cases((found.heads == 1, found.one)))


def counted(packed: Any, programme: outcomes.Programme, known: Any) -> Any:
    """A row for each `area_1` and `sex`: `units`, one column for each of RESULTS, and `amount` (money of one period).

    For the criterion at place n also `not_met_n`, `alone_n` (those that fail no other) and `unknown_n`; for the answer
    at place n of the programme's `asks`, `asked_n` (units that need information and would be asked for it). `packed` is
    an outcome as it is kept; `known` is what `sexes` gives.
    """
    words = [name for name in packed.columns if WORD.fullmatch(name)]
    joined = packed.left_join(known, packed.id == known.sex_unit)
    paid = {"paid": joined[programme.column("amount")].sum()} if programme.has_amounts else {}
    # Units with the same answers are counted together first: what follows is done once for all of them.
    alike = joined.group_by("area_1", "sex", *words).aggregate(alike=joined.count(), **paid)
    return _of_alike(alike, programme)


def _of_alike(alike: Any, programme: outcomes.Programme) -> Any:
    fails = [_is(alike, place, bits.NO) for place in programme.criteria.values()]
    holds = reduce(and_, [_is(alike, place, bits.YES) for place in programme.criteria.values()])
    if programme.has_amounts:
        holds = holds & _is(alike, programme.unknown_amount, 0)
    failing = reduce(add, [_one(fail) for fail in fails])
    needs = ~holds & (failing == 0)
    same = alike.alike * ibis.literal(Decimal(programme.amount or 0), outcomes.MONEY)
    made = {
        "units": alike.alike.sum(),
        "eligible": _sum(alike, holds),
        "ineligible": _sum(alike, failing > 0),
        "needs_information": _sum(alike, needs),
        "amount": ibis.cases((holds, alike.paid if programme.has_amounts else same)).sum(),
    }
    for number, (place, fail) in enumerate(zip(programme.criteria.values(), fails, strict=True)):
        made[f"not_met_{number}"] = _sum(alike, fail)
        made[f"alone_{number}"] = _sum(alike, fail & (failing == 1))
        made[f"unknown_{number}"] = _sum(alike, _is(alike, place, bits.UNKNOWN))
    for number, place in enumerate(programme.asks.values()):
        made[f"asked_{number}"] = _sum(alike, needs & _is(alike, place, 1))
    return alike.group_by("area_1", "sex").aggregate(**made)


def _is(table: Any, place: bits.Place, value: int) -> Any:
    return place.read(table[f"w{place.word}"]) == place.of(value)


def moved(before: Any, after: Any, codes: tuple[str, str], known: Any) -> Any:
    """A row for each `area_1` and `sex`: one column for each of MOVES, and the amounts `before` and `after`.

    Gained: now eligible and not before. Lost: eligible before and now not. Asked: now needs information and did not.
    Refused: needed information and is now not eligible. Both outcomes are of the same units.
    """
    first, second = codes
    old = before.select(
        old_unit=before.id, old_result=before[f"{first}__result"], old_amount=before[f"{first}__amount"]
    )
    new = after.select("id", "area_1", result=after[f"{second}__result"], amount=after[f"{second}__amount"])
    both = new.inner_join(old, new.id == old.old_unit)
    joined = both.left_join(known, both.id == known.sex_unit)
    named = joined.group_by("area_1", "sex", was=joined.old_result, now=joined.result)
    alike = named.aggregate(alike=joined.count(), before=joined.old_amount.sum(), after=joined.amount.sum())
    was, now = alike.was, alike.now
    moves = {
        "gained": (now == "eligible") & (was != "eligible"),
        "lost": (now == "ineligible") & (was == "eligible"),
        "asked": (now == "needs_information") & (was != "needs_information"),
        "refused": (now == "ineligible") & (was == "needs_information"),
        "same": now == was,
    }
    return alike.group_by("area_1", "sex").aggregate(
        **{name: _sum(alike, condition) for name, condition in moves.items()},
        before=alike.before.sum(),
        after=alike.after.sum(),
    )


def _one(condition: Any) -> Any:
    return ibis.cases((condition, 1), else_=0)


def _sum(alike: Any, condition: Any) -> Any:
    """How many units: those that are alike count as many as they are."""
    return ibis.cases((condition, alike.alike), else_=0).cast("int64").sum()
