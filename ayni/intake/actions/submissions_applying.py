"""Steps of the actions on submissions: checking one, and making of it a household, its people and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import queries as audit
from ayni.commons.audit import recording
from ayni.engines.questionnaires import errors as refused
from ayni.engines.questionnaires.problems import Problem
from ayni.intake import lifecycle, models, permissions, queries
from ayni.intake.actions import submissions_doubles
from ayni.intake.actions import submissions_pictures as pictures
from ayni.intake.queries.submissions_meaning import ACCEPTABLE, Meaning, Told
from ayni.kernel import lifecycles
from ayni.kernel.refusals import Refused
from ayni.registry import actions as registry
from ayni.registry import models as records
from ayni.registry import queries as known

OPEN = (lifecycle.RECEIVED, lifecycle.CHECKED, lifecycle.HELD)


def process(submission: models.Submission, *, by: User, at: datetime, is_officer: bool) -> models.Submission:
    """Check a form and apply it when nothing stands against it. What is over stays as it is."""
    if submission.status not in OPEN or _is_replaced(submission):
        return submission
    _follow(submission)
    found = _check(submission, by=by, is_officer=is_officer)
    applies = is_officer or (submission.version is not None and submission.version.is_applied_at_once)
    if submission.status == lifecycle.CHECKED and applies and found is not None:
        _apply(submission, found, by=by, at=at)
    return submission


def check(submission: models.Submission, *, by: User) -> models.Submission:
    """Check a form that was mended, and leave the rest to whoever applies it."""
    _check(submission, by=by, is_officer=True)
    return submission


def hold(number: int, problem: Problem, *, by: User) -> None:
    """Leave a form that could not be processed to an officer, with the reason. It stays to be mended."""
    with transaction.atomic():
        held = models.Submission.objects.select_for_update(of=("self",)).filter(pk=number, status=lifecycle.RECEIVED)
        submission = held.first()
        if submission is None:
            return
        submission.status = lifecycles.step(lifecycle.SUBMISSION, submission.status, "hold", what=str(submission))
        submission.problems = [problem.to_data()]
        submission.save(update_fields=["status", "problems"])
        recording.entry(
            actor=by,
            permission=permissions.SUBMIT,
            subject=audit.subject_of(submission),
            facts={"says": "could not process a filled-in form", "problem": problem.code},
            changes={"status": [lifecycle.RECEIVED, lifecycle.HELD]},
        )


def _is_replaced(submission: models.Submission) -> bool:
    """Whether an edit of this form came before the form itself: then it is the edit that counts."""
    if submission.is_contradiction or submission.status != lifecycle.RECEIVED:
        return False
    edits = models.Submission.objects.filter(deprecated_id=submission.instance_id, is_contradiction=False)
    edit = edits.exclude(pk=submission.pk).exclude(status__in=(lifecycle.REFUSED, lifecycle.RECEIVED)).first()
    if edit is None:
        return False
    submission.status = lifecycles.step(lifecycle.SUBMISSION, submission.status, "replace", what=str(submission))
    submission.save(update_fields=["status"])
    return True


def _follow(submission: models.Submission) -> None:
    """An edit takes the place of what it edits; what that became in the registry is what the edit is about.

    A contradiction speaks of the same household as the first, and takes nobody's place.
    """
    if submission.replaces_id or not (submission.deprecated_id or submission.is_contradiction):
        return
    wanted = submission.instance_id if submission.is_contradiction else submission.deprecated_id
    before = (
        models.Submission.objects.select_for_update(of=("self",))
        .filter(instance_id=wanted, is_contradiction=False)
        .exclude(pk=submission.pk)
        .first()
    )
    if before is None:
        return
    submission.replaces = before
    if before.status in OPEN and not submission.is_contradiction:
        before.status = lifecycles.step(lifecycle.SUBMISSION, before.status, "replace", what=str(before))
        before.save(update_fields=["status"])
    submission.household = before.household
    submission.save(update_fields=["replaces", "household"])


@sensitive_variables()
def _check(submission: models.Submission, *, by: User, is_officer: bool) -> Meaning | None:
    """Hold it against its form and the registry, and keep what was found. None when it cannot be read as its form."""
    problems = _standing(submission)
    found = None
    if submission.version is not None:
        try:
            instance = queries.filled(submission.version, queries.xml_of(submission), queries.mends_of(submission))
            found = queries.meaning(submission, instance, submission.version, by=by)
            problems += found.problems
            if not is_officer:
                problems += submissions_doubles.registered_already(found, by=by)
            submission.interviewed_on = found.on
            submission.area = submission.area or found.area
        except refused.InstanceError:
            problems.append(Problem("unreadable"))
    stops = any(one.stops and not (is_officer and one.code in ACCEPTABLE) for one in problems)
    submission.problems = [one.to_data() for one in problems]
    wanted = "hold" if stops or found is None else "check"
    if submission.status != (lifecycle.HELD if wanted == "hold" else lifecycle.CHECKED):
        submission.status = lifecycles.step(lifecycle.SUBMISSION, submission.status, wanted, what=str(submission))
    submission.save(update_fields=["problems", "status", "interviewed_on", "area"])
    return None if stops else found


def _standing(submission: models.Submission) -> list[Problem]:
    """What is against it as a whole, whatever it says."""
    problems = []
    if submission.is_contradiction:
        problems.append(Problem("contradiction"))
    if submission.version is None:
        problems.append(Problem("version_unknown", facts={"version": submission.version_told}))
    elif submission.version.status == lifecycle.RETIRED:
        problems.append(Problem("version_retired", facts={"version": submission.version_told}))
    if submission.replaces_id and submission.replaces and submission.replaces.status == lifecycle.APPLIED:
        problems.append(Problem("replaces_applied", facts={"number": str(submission.replaces)}))
    return problems


@sensitive_variables()
def _apply(submission: models.Submission, found: Meaning, *, by: User, at: datetime) -> None:
    """All of it, or nothing: what the registry refuses is told, and the form waits."""
    try:
        with transaction.atomic():
            became = _became(submission, found, by=by)
    except Refused as refusal:
        told = Problem("registry", facts={"text": str(refusal)[:1000]})
        submission.problems = [*submission.problems, told.to_data()]
        submission.status = lifecycles.step(lifecycle.SUBMISSION, submission.status, "hold", what=str(submission))
        submission.save(update_fields=["problems", "status"])
        return
    submission.status = lifecycles.step(lifecycle.SUBMISSION, submission.status, "apply", what=str(submission))
    submission.became, submission.decided_by, submission.decided_at = became, by, at
    pictures.hand_over(submission, by=by)
    submission.save(update_fields=["status", "became", "problems", "household", "decided_by", "decided_at"])


def _became(submission: models.Submission, found: Meaning, *, by: User) -> dict[str, Any]:
    source, on = submission.questionnaire.code, found.on
    assert on is not None
    kind = "updated" if found.household else "registered"
    household = found.household or _register(submission, found, on=on, by=by)
    scoping.check(
        by, permissions.SUBMIT if by.may(permissions.SUBMIT) else permissions.MEND, known.path_of(household.pk)
    )
    submission.household = household
    people = _people(submission, household, found, on=on, by=by)
    counted = 0
    if found.values:
        registry.lay_household_answers(household, _answers(found.values, found.states), source=source, on=on)
        counted += len(found.values)
    for told in found.members:
        who = people.get(told.number)
        if who is not None and told.values:
            registry.lay_person_answers(who, _answers(told.values, told.states), source=source, on=on)
            counted += len(told.values)
    wanted = {told.picture: people[told.number].pk for told in found.members if told.picture and told.number in people}
    made = {"kind": kind, "household": household.pk, "people": len(people), "answers": counted}
    return {**made, "pictures": wanted} if wanted else made


def _register(submission: models.Submission, found: Meaning, *, on: date, by: User) -> records.Household:
    assert found.area is not None
    places = {told.number: place for place, told in enumerate(found.members, start=1)}
    members = [_member(told, places) for told in found.members]
    latitude, longitude, accuracy = found.place or (None, None, None)
    whereabouts = registry.Whereabouts(found.address, found.directions, latitude, longitude, accuracy)
    key = f"form-{submission}"
    return registry.register_household(found.area, members, key=key, on=on, by=by, whereabouts=whereabouts)


def _member(told: Told, places: Mapping[int, int]) -> registry.NewMember:
    """Somebody new; parents are told by their numbers in the form, and taken by their places in the list."""
    return registry.NewMember(
        given_name=told.given_name,
        family_name=told.family_name,
        given_name_latin=told.given_name_latin,
        family_name_latin=told.family_name_latin,
        relationship=told.relationship,
        sex=told.sex,
        born=told.born,
        phone=told.phone,
        mother=places.get(told.mother) if told.mother else None,
        father=places.get(told.father) if told.father else None,
    )


def _people(
    submission: models.Submission, household: records.Household, found: Meaning, *, on: date, by: User
) -> dict[int, records.Person]:
    """Who of the form is who of the registry: those just registered, those it names, those that are new at home."""
    stays = records.Membership.objects.filter(household=household, period__contains=on).select_related("person")
    if found.household is None:
        in_order = [stay.person for stay in stays.order_by("number")]
        return {told.number: who for told, who in zip(found.members, in_order, strict=True)}
    at_home = {stay.person_id: stay.person for stay in stays}
    own = _of_the_first(submission, at_home)
    people: dict[int, records.Person] = {}
    for told in found.members:
        if told.known is not None and told.known.pk in at_home:
            people[told.number] = told.known
        elif told.known is None and told.number in own:
            people[told.number] = own[told.number]
        elif told.known is None and "person" in found.mapped.person:
            people[told.number] = _newcomer(submission, household, told, on=on, by=by)
    return people


def _of_the_first(submission: models.Submission, at_home: Mapping[int, records.Person]) -> dict[int, records.Person]:
    """For an edit of the form that registered them: its people by their number there."""
    first = submission.replaces
    while first is not None and first.replaces is not None:
        first = first.replaces
    if first is None:
        return {}
    start = f"form-{first}-"
    return {
        int(who.source_key.removeprefix(start)): who for who in at_home.values() if who.source_key.startswith(start)
    }


def _newcomer(
    submission: models.Submission, household: records.Household, told: Told, *, on: date, by: User
) -> records.Person:
    """Somebody whom a form tells beside those already known at home."""
    area = household.area
    key = f"form-{submission}-{told.number}"
    who = registry.register_person(_member(told, {}), area=area, key=key, on=on, by=by)
    registry.add_member(household, who, relationship=told.relationship, on=on, by=by)
    return who


def _answers(values: Mapping[str, Any], states: Mapping[str, str]) -> registry.Answers:
    return registry.Answers(values, states)
