"""Changes of records: what partners and officers ask for, and what becomes of it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema
from pydantic import JsonValue

from ayni.exchange.api import inputs, keys, paging, problems
from ayni.intake.actions import changes as actions
from ayni.intake.queries import changes as queries

router = Router(tags=["Changes of records"])

Kind = Literal[
    "birth",
    "death",
    "household_move",
    "person_move",
    "split",
    "marriage",
    "correction",
    "person_facts",
    "household_facts",
]
Known = Kind | Literal["taking_back"]
State = Literal["draft", "submitted", "checked", "needs_information", "approved", "applied", "rejected", "withdrawn"]
Source = Literal["officer", "applicant", "partner", "submission", "civil_registration"]
Evidence = Literal[
    "",
    "birth_certificate",
    "death_certificate",
    "marriage_certificate",
    "identity_document",
    "medical_notice",
    "court_order",
    "leader_letter",
    "visit",
    "own_word",
]
Reason = Literal["no_evidence", "unreadable", "other_person", "already", "contradicts", "not_allowed", "other"]
Language = Literal["en", "fr", "ar"]


class NewChange(Schema):
    """A change to ask for."""

    kind: Kind = Field(description="What changes.")
    person: inputs.Id | None = Field(None, description="The person, for what is about one.")
    household: inputs.Id | None = Field(None, description="The household, for what is about one.")
    proposed: dict[str, JsonValue] = Field({}, description="What the record should say, in the words of the kind.")
    happened_on: date = Field(description="The day it happened, or was told.")
    reason: inputs.Words = Field("", description="Why.")
    evidence: Evidence = Field("", description="What was shown.")
    document_number: inputs.Words = Field("", description="The number of the document.")
    source: Source = Field("partner", description="Who brings it.")
    key: inputs.Words = Field("", description="The sender's own number: sent twice with it, it is one request.")
    language: Language = Field("en", description="The language that the person is answered in.")


class Change(Schema):
    """A change that was asked for."""

    id: int = Field(description="Its number.")
    code: str = Field(description="The same, as on letters.")
    kind: Known = Field(description="What changes.")
    status: State = Field(description="How it stands.")
    person: int | None = Field(description="Whose record; none for a household's.")
    household: int | None = Field(description="The household.")
    area: str = Field(description="The code of the area it is in.")
    to_area: str = Field(description="The code of the area where the record goes; empty when it stays.")
    happened_on: date = Field(description="The day it happened, or was told.")
    due_on: date = Field(description="When it must be decided.")
    made_at: datetime = Field(description="When it was asked for.")
    applied_at: datetime | None = Field(description="When it was put on record.")
    rule: str = Field(description="The rule that accepted it; empty when an officer decided.")
    answer_code: str = Field(description="Why it was rejected, of the list.")
    answer: str = Field(description="Our answer, in the person's language.")
    failure: str = Field(description="Why an approved change could not be put on record.")
    result: dict[str, JsonValue] = Field(description="What came of it: the numbers of a new person or household.")


class Answer(Schema):
    """Why a change is not made."""

    code: Reason = Field(description="The reason, of the list.")
    words: inputs.Words = Field("", description="In the person's own language.")
    language: Language = Field("en", description="Which language that is.")


@router.get("/", response=problems.answers(paging.Page[Change]), summary="List changes")
def changes(
    request: HttpRequest,
    status: Annotated[State | None, Query(description="One state; all unless given.")] = None,
    kind: Annotated[Known | None, Query(description="One kind; all unless given.")] = None,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """Changes of records in the reader's areas: what is late first, then what is grave."""
    asked = queries.Asked(status=status or "", kind=kind or "")
    found = queries.changes(keys.reader(request), asked, on=timezone.localdate())
    rows = [_change(one) for one in found[offset : offset + limit]]
    return {"rows": rows, "total": found.count(), "limit": limit, "offset": offset}


@router.post("/", response=problems.answers(Change), summary="Ask for a change")
def make(request: HttpRequest, body: NewChange) -> Any:
    """Ask for a change of a record. Another officer checks it, or a rule accepts it where officers have agreed."""
    by, now = keys.reader(request), timezone.now()
    given = body.dict(exclude={"person", "household", "key"})
    whom = [
        queries.whom(entity, number, reader=by, on=timezone.localdate())
        for entity, number in (("person", body.person), ("household", body.household))
        if number is not None
    ]
    person = next((one.person for one in whom if one.entity == "person"), None)
    household = next((one.household for one in reversed(whom) if one.household is not None), None)
    new = actions.NewChange(**given, person=person, household=household, source_key=body.key)
    return _change(actions.make_change(new, at=now, by=by))


@router.get("/{id}", response=problems.answers(Change), summary="Read a change")
def change(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """One change that was asked for, and how it stands."""
    return _change(queries.change(id, reader=keys.reader(request)))


@router.post("/{id}/approve", response=problems.answers(Change), summary="Approve a change")
def approve(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Approve and apply it; a grave one has two officers. Refused when the record has changed since it was asked."""
    by = keys.reader(request)
    return _change(actions.approve_change(queries.change(id, reader=by), at=timezone.now(), by=by))


@router.post("/{id}/reject", response=problems.answers(Change), summary="Reject a change")
def reject(request: HttpRequest, id: Path[inputs.Id], body: Answer) -> Any:
    """Leave the record as it is, and say why. Not for who asked for it."""
    by, answer = keys.reader(request), actions.Answer(**body.dict())
    return _change(actions.reject_change(queries.change(id, reader=by), answer=answer, at=timezone.now(), by=by))


@router.post("/{id}/withdraw", response=problems.answers(Change), summary="Take a change back")
def withdraw(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """It is no longer asked for."""
    by = keys.reader(request)
    return _change(actions.withdraw_change(queries.change(id, reader=by), by=by))


def _change(one: Any) -> dict[str, Any]:
    plain = ("id", "kind", "status", "happened_on", "due_on", "made_at", "applied_at", "answer_code", "answer")
    return {
        "code": str(one),
        "person": one.person_id,
        "household": one.household_id,
        "area": one.area.code,
        "to_area": one.to_area.code if one.to_area else "",
        "rule": str(one.accepted_by_rule) if one.accepted_by_rule_id else "",
        "failure": one.failure,
        "result": one.result,
        **{name: getattr(one, name) for name in plain},
    }
