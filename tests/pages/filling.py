"""A questionnaire that is given out, and a form of it as somebody would fill it in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ayni.intake import actions, models
from tests.pages import district

NAMES = ("Amina", "Bilal", "Chadia", "Daoud", "Esma", "Farid", "Ghita", "Hamza", "Imane")


def published(place: district.District, *, version: str = "1") -> models.QuestionnaireVersion:
    """The questionnaire that registers a household, made from the dictionary by one officer, approved by another."""
    made = actions.make_questionnaire("household", version=version, by=place.users["programme_manager"])
    by, at = place.users["programme_approver"], timezone.now()
    actions.approve_questionnaire(made, by=by, at=at)
    return actions.publish_questionnaire(made, by=by, at=at)


def member(name: str, relationship: str = "child", **more: str) -> dict[str, str]:
    said = {"given_name": name, "family_name": "Benali", "relationship": relationship, "sex": "female"}
    return {**said, "birth_known": "age", "age": "9", "disability": "no", **more}


def answers(place: district.District, *, members: int = 9) -> dict[str, Any]:
    """All that is required of a household of so many."""
    people = [member(name, "head" if not number else "child") for number, name in enumerate(NAMES[:members])]
    people[0]["age"] = "44"
    return {"area": place.area.code, "household_group": {"floor": "earth", "rooms": "2"}, "members": people}


#: The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200"
    "0148afa4710000000049454e44ae426082"
)
