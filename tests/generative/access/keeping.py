"""What a person is known by: what the walk names of it."""

from __future__ import annotations

from typing import Any

from tests.generative.access import acted
from tests.generative.access import land as lands
from tests.generative.access.land import Side

#: What an address answers to whom it opens: to GET and to an empty POST.
ANSWERS = {
    # Steps that ask for nothing but to be confirmed.
    "web:end_phone": (200, 302),
    "web:remove_name": (200, 302),
    "web:remove_photo": (200, 302),
    # Nothing contradicts.
    "web:resolve_answer": (404, 404),
}
NAMED = {
    "web:end_identifier": acted._number,
    "web:verify_identifier": acted._number,
    "web:end_phone": acted._phone,
    "web:remove_name": acted._name,
    "web:end_residence": acted._residence,
}


def named(row: str, side: Side | None) -> dict[str, Any]:
    """What the addresses name beside the person: which number, telephone, name or stay."""
    if row == "web:resolve_answer":
        return {"entity": "person", "name": "disability", "record": side.person.pk if side else lands.MISSING}
    if row in ("web:person_photo", "web:remove_photo") and side:
        acted._photo(side)
    if row in NAMED:
        return {"pk": NAMED[row](side).pk if side else lands.MISSING}
    return {}
