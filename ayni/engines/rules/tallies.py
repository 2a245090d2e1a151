"""An outcome counted: how many units have each result, by area and sex, and what keeps the others out.

One aggregate over the outcome as `outcomes.unpacked` gives it. Missing-value rule: an unknown criterion is neither met
nor not met; who has no sex recorded, and a household without exactly one head, is counted under null.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

import ibis

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


def counted(table: Any, code: str, criteria: Sequence[str], asks: Sequence[str], known: Any) -> Any:
    """A row for each `area_1` and `sex`: `units`, one column for each of RESULTS, and `amount` (money of one period).

    For the criterion at place n also `not_met_n`, `alone_n` (those that fail no other) and `unknown_n`; for the answer
    at place n `asked_n` (units that need information and would be asked for it). `table` is an unpacked outcome with
    the programme `code`; `known` is what `sexes` gives.
    """
    fails = [_one(table[f"{code}__{name}"] == ibis.literal(False)) for name in criteria]
    failing = table.mutate(failing=reduce(add, fails))
    joined = failing.left_join(known, failing.id == known.sex_unit)
    named = ibis.literal(",") + joined[f"{code}__missing"].fill_null("") + ibis.literal(",")
    made = {
        "units": joined.count(),
        **{name: _sum(joined[f"{code}__result"] == name) for name in RESULTS},
        "amount": joined[f"{code}__amount"].sum(),
    }
    for place, name in enumerate(criteria):
        value = joined[f"{code}__{name}"]
        is_no = value == ibis.literal(False)
        made[f"not_met_{place}"] = _sum(is_no)
        made[f"alone_{place}"] = _sum(is_no & (joined.failing == 1))
        made[f"unknown_{place}"] = _sum(value.isnull())
    needs = joined[f"{code}__result"] == "needs_information"
    for place, name in enumerate(asks):
        made[f"asked_{place}"] = _sum(needs & named.contains(f",{name},"))
    return joined.group_by("area_1", "sex").aggregate(**made)


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
    was, now = joined.old_result, joined.result
    moves = {
        "gained": (now == "eligible") & (was != "eligible"),
        "lost": (now == "ineligible") & (was == "eligible"),
        "asked": (now == "needs_information") & (was != "needs_information"),
        "refused": (now == "ineligible") & (was == "needs_information"),
        "same": now == was,
    }
    return joined.group_by("area_1", "sex").aggregate(
        **{name: _sum(condition) for name, condition in moves.items()},
        before=joined.old_amount.sum(),
        after=joined.amount.sum(),
    )


def _one(condition: Any) -> Any:
    return ibis.cases((condition, 1), else_=0)


def _sum(condition: Any) -> Any:
    return _one(condition).cast("int64").sum()
