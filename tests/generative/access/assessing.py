"""Instruments, assessments and what answers needs: what the walk names of them."""

from __future__ import annotations

from typing import Any

from tests.contract.api import assessing
from tests.generative.access.land import Land

#: What an address answers to whom it opens: to GET and to an empty POST.
ANSWERS: dict[str, tuple[int, int]] = {
    "web:assessment": (302, 302),
    "web:check_instrument": (405, 200),
    # No such verb.
    "web:decide_need_answer": (404, 404),
    "web:instrument_step": (404, 404),
}
OF_ONE = ("web:assessed", "web:assessed_paper")


def named(land: Land, row: str) -> dict[str, Any]:
    """What an address names that only it does."""
    if row in OF_ONE:
        return {"id": assessing.assessment(land.api), "kind": "csv"}
    if row == "web:compare_assessments":
        return {"before": assessing.assessment(land.api), "after": assessing.assessment(land.api, 2)}
    if row == "web:instrument_differences":
        one = assessing.draft(land.api, "adopted")
        return {"before": one, "after": one}
    if row in ("web:instrument_step", "web:rewrite_instrument"):
        return {"id": assessing.draft(land.api)}
    if row == "web:instrument_version":
        return {"code": "mpi", "number": 1}
    if row == "web:decide_need_answer":
        return {"id": assessing.answer(land.api)}
    return {}
