"""What is known of a household already, as answers of a questionnaire: nobody is asked twice for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.engines.questionnaires.fitting import Mapped
from ayni.engines.questionnaires.tree import Form, Group, Question
from ayni.intake import models
from ayni.registry import errors as refused
from ayni.registry import models as records

SEE = "registry.see_households"


def household(number: int, *, reader: User) -> records.Household:
    """A household that a form may be filled in for. Refuses: NotPermitted, NoSuchHousehold."""
    scoping.paths(reader, SEE)
    found: records.Household | None = (
        records.Household.objects.filter(pk=number, closed_on=None).select_related("area").first()
    )
    if found is None:
        raise refused.NoSuchHousehold(number)
    return found


def known(home: records.Household, version: models.QuestionnaireVersion, form: Form, *, reader: User) -> dict[str, Any]:
    """The answers that are known, by the path of their question; of each member, a list under the repeat's path.

    Looking is recorded. Nothing sensitive is among them: that is asked again.
    """
    recording.look(home, reader=reader, under=SEE)
    mapped = Mapped.from_data(version.mapping)
    said = {**_whereabouts(home), **_facts(records.HouseholdFacts.objects.filter(household=home))}
    told: dict[str, Any] = dict(_answered(form, {**mapped.household, **mapped.household_answers}, said))
    if mapped.members and ("person" in mapped.person or "household" not in mapped.household):
        words = {**mapped.person, **mapped.person_answers}
        told[mapped.members] = [_answered(form, words, one) for one in _people(home)]
    return told


def _whereabouts(home: records.Household) -> dict[str, Any]:
    today = timezone.localdate()
    dwelling = records.Dwelling.objects.filter(household=home, period__contains=today).first()
    said: dict[str, Any] = {"area": home.area.code, "household": home.code}
    if dwelling is not None:
        said |= {"address": dwelling.address, "directions": dwelling.directions}
        if dwelling.latitude is not None and dwelling.longitude is not None:
            said["place"] = f"{dwelling.latitude} {dwelling.longitude} 0 {dwelling.accuracy or 0}"
    return said


def _people(home: records.Household) -> list[dict[str, Any]]:
    stays = list(
        records.Membership.objects.filter(household=home, period__contains=timezone.localdate())
        .select_related("person")
        .order_by("number")
    )
    facts: dict[int, list[records.PersonFacts]] = {}
    for row in records.PersonFacts.objects.filter(person__in=[stay.person_id for stay in stays]):
        facts.setdefault(row.person_id, []).append(row)
    return [{**_person(stay), **_facts(facts.get(stay.person_id, ()))} for stay in stays]


def _person(stay: records.Membership) -> dict[str, Any]:
    person = stay.person
    words = ("given_name", "family_name", "given_name_latin", "family_name_latin", "phone")
    said: dict[str, Any] = {word: getattr(person, word) for word in words}
    said |= {"person": person.code, "relationship": stay.relationship, "sex": person.sex or ""}
    if person.born_from is not None and person.born_from == person.born_to:
        said |= {"born_on": person.born_from.isoformat(), "birth_known": "day"}
    elif person.born_from is not None and person.born_to is not None:
        same = person.born_from.year == person.born_to.year
        said |= {"born_in": str(person.born_from.year), "birth_known": "year"} if same else {}
    return said


def _facts(rows: Iterable[Any]) -> dict[str, Any]:
    """The latest answer of each variable."""
    told: dict[str, Any] = {}
    for row in sorted(rows, key=lambda one: (one.observed_on, one.pk)):
        told |= {name: _text(value) for name, value in row.values.items() if value is not None}
    return told


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _answered(form: Form, words: Mapping[str, str], said: Mapping[str, Any]) -> dict[str, str]:
    """Each word's answer at the path of its question, where it is one that may be given there."""
    questions = {one.path: one for one in form.questions}
    found = {path: str(said[word]) for word, path in words.items() if said.get(word)}
    for question in questions.values():  # a question that steers the others, and becomes nothing itself
        if question.name == "birth_known" and said.get("birth_known"):
            found.setdefault(question.path, str(said["birth_known"]))
    return {path: text for path, text in found.items() if path in questions and _fits(form, questions[path], text)}


def _fits(form: Form, question: Question, text: str) -> bool:
    if question.calculate:
        return False
    listed = {one.name for one in form.lists.get(question.choices, ())}
    return not listed or set(text.split()) <= listed


def nested(form: Form, told: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by path, as the form nests them."""
    return _inside(form.children, told)


def _inside(items: Iterable[Any], told: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if isinstance(item, Group) and item.is_repeat:
            found[item.name] = [_inside(item.children, one) for one in told.get(item.path, ())]
        elif isinstance(item, Group):
            found[item.name] = _inside(item.children, told)
        elif told.get(item.path):
            found[item.name] = told[item.path]
    return found
