"""Numbers verified against other offices' registers: asked, answered, and what an answer becomes.

A question waits until it is answered; it is sent by its reference, so that asking twice asks once. That a register
does not know a number is not a no. An answer that contradicts an earlier one is kept and changes nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.commons.events import publish
from ayni.identity import errors, events, models
from ayni.identity.models import AskedState, RegisterSaid
from ayni.registry import permissions
from ayni.registry.actions import checking
from ayni.registry.models import Identifier, Verification

MOST_TRIES = 5
#: What is told of a person to a register, and nothing else.
TOLD = ["number", "name", "birth"]


@action(permissions.VERIFY, says="asked another office's register about a number")
def ask_verification(identifier: Identifier, *, on: date, at: datetime, by: User) -> models.RegisterQuestion:
    """Ask whose a number is; while a question waits, it is the same one.

    Refuses: OutsideArea, NumberEnded, RegisterNotSet.
    """
    checking.person(identifier.person, permissions.VERIFY, on=on, by=by)
    if identifier.ended_on is not None:
        raise errors.NumberEnded
    register = _register(identifier.type)
    asked, is_new = models.RegisterQuestion.objects.get_or_create(
        identifier=identifier,
        state=AskedState.WAITING,
        defaults={"reference": uuid4(), "register": register, "told": TOLD, "asked_by": by, "asked_at": at},
    )
    if is_new:
        publish(events.NumbersAsked(by.pk))
    return asked


ASK_MANY = """
    INSERT INTO identity_registerquestion
        (identifier_id, reference, register, told, asked_by_id, asked_at, state, tries, trouble)
    SELECT i.id, gen_random_uuid(), %(register)s, %(told)s::jsonb, %(by)s, %(at)s, 'waiting', 0, ''
    FROM registry_identifier i
    JOIN registry_membership m ON m.person_id = i.person_id AND m.kind = 'usual' AND m.period @> %(on)s::date
    JOIN registry_household h ON h.id = m.household_id JOIN directory_area a ON a.id = h.area_id AND a.path ^@ %(path)s
    WHERE i.type = %(type)s AND i.ended_on IS NULL AND i.verification IN ('told', 'seen')
    ON CONFLICT DO NOTHING
"""


@action(permissions.VERIFY, says="asked another office's register about the numbers of an area")
def ask_about_area(area: Area, *, type: str, on: date, at: datetime, by: User) -> int:
    """Ask about every number of a type in an area that nobody confirmed or denied yet; how many questions are new.

    Refuses: OutsideArea, RegisterNotSet.
    """
    scoping.check(by, permissions.VERIFY, area.path)
    asked: dict[str, Any] = {
        "register": _register(type),
        "told": '["number", "name", "birth"]',
        "by": by.pk,
        "at": at,
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(ASK_MANY, {**asked, "path": area.path, "type": type})
        count = int(cursor.rowcount)
    if count:
        publish(events.NumbersAsked(by.pk))
    return count


@action(permissions.VERIFY, says="kept what a register answered about a number")
def record_verification_answer(question: models.RegisterQuestion, *, said: str, on: date, by: User) -> str:
    """Keep an answer, however late or often it comes; what it became.

    `taken`: it holds now; `repeated`: told before; `late`: the number has ended or more was known; `contradicts`:
    another answer stands and an officer decides; `held`: another person has this number, verified.
    """
    held = models.RegisterQuestion.objects.select_for_update(of=("self",)).select_related("identifier").get(
        pk=question.pk
    )  # fmt: skip
    last = held.answers.filter(became="taken").order_by("-pk").values_list("said", flat=True).first()
    became = _became(held.identifier, RegisterSaid(said), last)
    if became == "taken" and said != RegisterSaid.UNKNOWN and not _taken(held.identifier, RegisterSaid(said), on):
        became = "held"
    models.RegisterAnswer.objects.create(question=held, said=said, became=became)
    held.state, held.trouble = AskedState.ANSWERED, ""
    held.save(update_fields=["state", "trouble"])
    return became


@action(permissions.VERIFY, says="could not reach another office's register")
def record_no_answer(question: models.RegisterQuestion, *, because: str, at: datetime, by: User) -> bool:
    """Keep that a register did not answer; whether it is asked again later. Refuses: QuestionOver."""
    held = models.RegisterQuestion.objects.select_for_update().get(pk=question.pk)
    if held.state != AskedState.WAITING:
        raise errors.QuestionOver
    held.tries, held.last_tried_at, held.trouble = held.tries + 1, at, because[:200]
    if held.tries >= MOST_TRIES:
        held.state = AskedState.GIVEN_UP
    held.save(update_fields=["tries", "last_tried_at", "trouble", "state"])
    return held.state == AskedState.WAITING


def _register(type: str) -> str:
    if type not in settings.AYNI_REGISTERS:
        raise errors.RegisterNotSet(str(settings.AYNI_IDENTIFIERS.get(type, {}).get("label", type)))
    return type


def _became(number: Identifier, said: RegisterSaid, last: str | None) -> str:
    if last == said:
        return "repeated"
    if number.ended_on is not None:
        return "late"
    if last in (None, RegisterSaid.UNKNOWN):
        return "taken"
    return "late" if said == RegisterSaid.UNKNOWN else "contradicts"


def _taken(number: Identifier, said: RegisterSaid, on: date) -> bool:
    """Let the answer hold for the number; False when another person has it, verified."""
    number.verification = Verification.VERIFIED if said == RegisterSaid.CONFIRMED else Verification.REFUTED
    number.verified_by, number.verified_on = None, on
    try:
        with transaction.atomic():
            number.save(update_fields=["verification", "verified_by", "verified_on"])
    except IntegrityError:
        return False
    return True
