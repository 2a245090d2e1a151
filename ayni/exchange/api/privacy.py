"""The rights of people: what they agree to, the corrections they ask for, and the record of processing."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema
from pydantic import JsonValue

from ayni.exchange.api import inputs, keys, paging, problems
from ayni.privacy import actions, queries

router = Router(tags=["Rights of people"])

Answer = Literal["given", "refused", "withdrawn"]
How = Literal["signature", "thumb", "oral", "form"]
What = Literal["name", "sex", "born", "phone", "answer", "household", "other"]
State = Literal["lodged", "accepted", "refused", "withdrawn"]
SEEN_WITH = ("privacy.record_consent", "privacy.lodge_correction", "privacy.decide_correction", "privacy.transfer")


class PurposeStanding(Schema):
    """How a person stands to a purpose."""

    purpose: str = Field(description="The purpose's code.")
    name: str = Field(description="Its name in the reader's language.")
    version: int = Field(description="The version in force.")
    basis: str = Field(description="Its legal basis: consent, law, public_task, ...")
    answer: Answer | None = Field(description="The last word on it; none when nothing was said.")
    on: date | None = Field(description="When that was said.")
    may_use: bool = Field(description="Whether the data may be used for it. Where the basis is consent, silence is no.")


class Said(Schema):
    """What a person said."""

    purpose: inputs.Code = Field(description="The purpose's code.")
    answer: Answer = Field(description="Agrees, does not agree, or agrees no longer.")
    on: date = Field(description="The day it was said.")
    how: How = Field(description="Signed, by thumb print, said before a witness, or on their own form.")
    language: Literal["en", "fr", "ar"] = Field("en", description="The language of the text that was read.")
    witness: inputs.Words = Field("", description="Who heard it, when it was only said.")
    for_household: bool = Field(False, description="Whether the head speaks for everybody in the household.")


class Recorded(Schema):
    """What became of it."""

    id: int = Field(description="Its number.")


class Wrong(Schema):
    """What a person says is wrong."""

    what: What = Field(description="What is wrong.")
    asked: inputs.Reason = Field(description="What it should say, in the person's words.")
    reason: inputs.Reason = Field(description="Why it is wrong.")
    evidence: inputs.Words = Field("", description="What was shown.")
    change: dict[str, JsonValue] = Field(
        {}, description="New values in the registry's own words, put right when it is accepted; may be empty."
    )


class Correction(Schema):
    """A correction somebody asked for."""

    id: int = Field(description="Its number.")
    code: str = Field(description="The same, as on letters.")
    person_id: int = Field(description="Whose record.")
    what: What = Field(description="What is wrong.")
    asked: str = Field(description="What it should say.")
    reason: str = Field(description="Why it is wrong.")
    status: State = Field(description="How it stands.")
    lodged_at: datetime = Field(description="When it was written down.")
    due_on: date = Field(description="When it must be decided.")
    answer: str = Field(description="What was done, or why not.")
    appeal: str = Field(description="How to appeal against a refusal.")


class Answered(Schema):
    """An officer's answer."""

    answer: inputs.Reason = Field(description="What was done. The person is told.")


class RefusedBy(Answered):
    """An officer's refusal."""

    appeal: inputs.Reason = Field(description="How to appeal: where, and until when.")


class Record(Schema):
    """The record of processing."""

    on: date = Field(description="The day it holds for.")
    uses: list[dict[str, JsonValue]] = Field(description="Purposes in force, each with data, schedules and partners.")
    tables: list[dict[str, JsonValue]] = Field(description="Tables with people's data, and who may read them.")
    variables: list[dict[str, JsonValue]] = Field(description="Questions about people, and what they are needed for.")


@router.get("/processing", response=problems.answers(Record), summary="Read the record of processing")
def processing(request: HttpRequest) -> Any:
    """As things stand today."""
    return queries.processing(keys.reader(request), on=timezone.localdate()).as_data()


@router.get(
    "/persons/{id}/purposes", response=problems.answers(list[PurposeStanding]), summary="What data may be used for"
)
def standing(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """How a person stands to each purpose in force."""
    who = _person(request, id, *SEEN_WITH)
    return [_standing(one) for one in queries.standing(who, on=timezone.localdate())]


@router.post("/persons/{id}/consents", response=problems.answers(Recorded), summary="Record what a person agrees to")
def record_consent(request: HttpRequest, id: Path[inputs.Id], body: Said) -> Any:
    """What they said to the text in force on that day. The last word counts; none is lost."""
    who = _person(request, id, "privacy.record_consent")
    said = actions.Said(**body.dict(exclude={"purpose"}))
    today, by = timezone.localdate(), keys.reader(request)
    return actions.record_consent(who, purpose=body.purpose, said=said, today=today, by=by)


@router.get("/corrections", response=problems.answers(paging.Page[Correction]), summary="List corrections")
def corrections(
    request: HttpRequest,
    status: Annotated[State | None, Query(description="One state; all unless given.")] = None,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """What people of the reader's areas asked for, those due soonest first."""
    found = queries.corrections(keys.reader(request), status=status or "")
    rows = [_correction(one) for one in found[offset : offset + limit]]
    return {"rows": rows, "total": found.count(), "limit": limit, "offset": offset}


@router.post("/persons/{id}/corrections", response=problems.answers(Correction), summary="Lodge a correction")
def lodge_correction(request: HttpRequest, id: Path[inputs.Id], body: Wrong) -> Any:
    """Write down what a person says is wrong. Another officer decides."""
    who = _person(request, id, "privacy.lodge_correction")
    wanted = actions.NewCorrection(**body.dict())
    return _correction(
        actions.lodge_correction(who, correction=wanted, on=timezone.localdate(), by=keys.reader(request))
    )


@router.get("/corrections/{id}", response=problems.answers(Correction), summary="Read a correction")
def correction(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """One correction that somebody asked for."""
    return _correction(queries.correction(id, reader=keys.reader(request)))


@router.post("/corrections/{id}/accept", response=problems.answers(Correction), summary="Accept a correction")
def accept_correction(request: HttpRequest, id: Path[inputs.Id], body: Answered) -> Any:
    """Put the record right. Not for the officer who wrote it down."""
    by = keys.reader(request)
    found = queries.correction(id, reader=by)
    return _correction(actions.accept_correction(found, answer=actions.Words(body.answer), by=by, at=timezone.now()))


@router.post("/corrections/{id}/refuse", response=problems.answers(Correction), summary="Refuse a correction")
def refuse_correction(request: HttpRequest, id: Path[inputs.Id], body: RefusedBy) -> Any:
    """Leave the record as it is, saying why and how to appeal. Not for the officer who wrote it down."""
    by = keys.reader(request)
    told = {"answer": actions.Words(body.answer), "appeal": actions.Words(body.appeal)}
    return _correction(actions.refuse_correction(queries.correction(id, reader=by), **told, by=by, at=timezone.now()))


def _person(request: HttpRequest, id: int, *permissions: str) -> Any:
    """Somebody in the reader's areas, by the first of the permissions that they hold."""
    reader = keys.reader(request)
    permission = next((one for one in permissions if reader.may(one)), permissions[0])
    return queries.person(id, reader=reader, permission=permission)


def _standing(one: queries.Standing) -> dict[str, Any]:
    return {
        "purpose": one.purpose.code,
        "name": one.purpose.name,
        "version": one.purpose.version,
        "basis": one.purpose.basis,
        "answer": one.word.answer if one.word else None,
        "on": one.word.on if one.word else None,
        "may_use": one.may_use,
    }


def _correction(one: Any) -> dict[str, Any]:
    plain = ("id", "person_id", "what", "asked", "reason", "status", "lodged_at", "due_on", "answer", "appeal")
    return {"code": str(one), **{name: getattr(one, name) for name in plain}}
