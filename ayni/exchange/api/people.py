"""People and households: finding them, and one record at a time. Every record that is opened is recorded."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from ayni.benefits import queries as benefits
from ayni.enrolment import queries as enrolment
from ayni.exchange.api import explanations, inputs, keys, paging, payments, problems
from ayni.registry import queries

router = Router(tags=["People"])

ROAD = "api"


class Found(Schema):
    """A person, or a household by its head."""

    kind: Literal["person", "household"] = Field(description="What was found.")
    id: int = Field(description="Its number.")
    code: str = Field(description="Its code, as on letters: P00000012, H00000012.")
    name: str = Field(description="The person's name, or the head's.")
    name_latin: str = Field(description="The same in Latin letters, when it is written in others.")
    household_id: int | None = Field(description="The household lived in now, if any.")
    household_code: str = Field(description="Its code.")
    area_name: str = Field(description="Where that is.")
    age_text: str = Field(description="The age, as far as it is known.")
    sex: Literal["female", "male"] | None = Field(description="Female or male; none when not known.")
    relationship_text: str = Field(description="What the person is to the head.")


class FoundPage(paging.Page[Found]):
    """Some of what was found. `total` is counted up to a thousand."""

    is_more: bool = Field(description="Whether there are more than were counted.")


class Fact(Schema):
    """The latest answer to one question."""

    variable: str = Field(description="The variable of the dictionary.")
    label: str = Field(description="What it is, in the reader's language.")
    value: str = Field(description="The answer in words.")
    raw: bool | int | float | str | list[str] | None = Field(
        description="The answer as it is kept: choices by their code, days ISO. None when there is none."
    )
    state: Literal["", "unknown", "refused", "not_applicable"] = Field(
        description="Why there is no answer; empty when there is one."
    )
    sensitivity: Literal["public", "personal", "sensitive"] = Field(description="How well it must be kept.")
    source: str = Field(description="Who told it.")
    observed_on: date = Field(description="The day it was told.")


class Told(Schema):
    """What is known and not sensitive."""

    facts: list[Fact] = Field(description="The latest answers, in the dictionary's order.")
    hidden: int = Field(description="How many sensitive answers are kept apart.")


class Asked(Schema):
    """What sensitive answers are opened for."""

    purpose: Literal["eligibility", "case_work", "correction", "complaint", "request", "audit"] = Field(
        description="Why they are needed: recorded, and told to the person who asks."
    )
    words: Annotated[inputs.Words, Field(max_length=150)] = Field(
        "", description="The same in a few words; nothing of the answers themselves."
    )


class Opened(Schema):
    """The latest sensitive answers of a household or person."""

    id: int = Field(description="The household or person.")
    code: str = Field(description="Its code.")
    purpose: str = Field(description="What they were opened for.")
    facts: list[Fact] = Field(description="The answers, in the dictionary's order.")


class Tie(Schema):
    """A relative, wherever they live."""

    kind: str = Field(description="mother, father, spouse, guardian or caregiver; with `_of` for the other way round.")
    kind_text: str = Field(description="The same in words.")
    person_id: int = Field(description="The relative.")
    name: str = Field(description="Their name.")
    is_here: bool = Field(description="Whether they live in the same household.")
    household_id: int | None = Field(description="Where they live, when the reader may know.")


class Member(Schema):
    """Somebody of a household."""

    id: int = Field(description="The person.")
    code: str = Field(description="The person's code.")
    number: int = Field(description="The place in the list of members.")
    name: str = Field(description="The name.")
    name_latin: str = Field(description="The same in Latin letters, when it is written in others.")
    sex: Literal["female", "male"] | None = Field(description="Female or male; none when not known.")
    relationship: str = Field(description="What the person is to the head: head, spouse, child, ...")
    relationship_text: str = Field(description="The same in words.")
    is_head: bool = Field(description="Whether this is the head.")
    age_text: str = Field(description="The age, as far as it is known.")
    born_text: str = Field(description="The day of birth, as far as it is known.")
    died_on: date | None = Field(description="The day of death.")
    phone: str = Field(description="The telephone number; may be empty.")
    since: date | None = Field(description="The first day in this household.")
    until: date | None = Field(description="The day of leaving it.")
    kin: list[Tie] = Field(description="The relatives.")
    facts: Told = Field(description="What is known of the person.")


class Place(Schema):
    """An area."""

    code: str = Field(description="Its code.")
    name: str = Field(description="Its name in the reader's language.")
    level: int = Field(description="1 at the top.")


class Household(Schema):
    """A household: where, who, what is known."""

    id: int = Field(description="Its number.")
    code: str = Field(description="Its code, as on letters.")
    source: str = Field(description="Where its record came from.")
    source_key: str = Field(description="Its number there.")
    registered_on: date = Field(description="The day it was registered.")
    closed_on: date | None = Field(description="The day its record was closed.")
    areas: list[Place] = Field(description="The areas it lies in, from the top down.")
    members: list[Member] = Field(description="Who lives there.")
    former: list[Member] = Field(description="Who lived there.")
    facts: Told = Field(description="What is known of the household.")
    on: date = Field(description="The day this holds for.")


class Person(Schema):
    """A person and where they live."""

    person: Member = Field(description="The person.")
    household_id: int | None = Field(description="The household lived in now.")
    household_code: str = Field(description="Its code.")
    area_name: str = Field(description="Where that is.")
    registered_on: date = Field(description="The day the person was registered.")
    on: date = Field(description="The day this holds for.")


@router.get("/search", response=problems.answers(FoundPage), summary="Find people and households")
def search(
    request: HttpRequest,
    q: Annotated[inputs.Words, Query(description="Names in any order, a code, a telephone number, a source's number.")],
    limit: paging.Limit = 25,
    offset: paging.Offset = 0,
) -> Any:
    """Within the reader's areas. Each word of a name matches from its beginning."""
    found = queries.search(q, reader=keys.reader(request), limit=limit, offset=offset)
    counted = {"total": found.total, "is_more": found.is_more, "limit": limit, "offset": offset}
    return {"rows": found.rows, **counted}


@router.get("/households/{id}", response=problems.answers(Household), summary="Read a household")
def household(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Its record today. That the reader opened it is recorded."""
    return queries.household(id, reader=keys.reader(request), road=ROAD)


@router.get("/persons/{id}", response=problems.answers(Person), summary="Read a person")
def person(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """The record today. That the reader opened it is recorded."""
    return queries.person(id, reader=keys.reader(request), road=ROAD)


@router.post(
    "/households/{id}/sensitive", response=problems.answers(Opened), summary="Open a household's sensitive answers"
)
def household_sensitive(request: HttpRequest, id: Path[inputs.Id], body: Asked) -> Any:
    """For a purpose, which is recorded with who opened them."""
    reader = keys.reader(request)
    return queries.household_sensitive(id, reader=reader, purpose=body.purpose, words=body.words, road=ROAD)


@router.post("/persons/{id}/sensitive", response=problems.answers(Opened), summary="Open a person's sensitive answers")
def person_sensitive(request: HttpRequest, id: Path[inputs.Id], body: Asked) -> Any:
    """For a purpose, which is recorded with who opened them."""
    reader = keys.reader(request)
    return queries.person_sensitive(id, reader=reader, purpose=body.purpose, words=body.words, road=ROAD)


@router.get(
    "/households/{id}/explanation",
    response=problems.answers(list[explanations.Explained]),
    summary="Why a household receives what it does",
)
def explanation(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Every programme of the last run, for the household and each member, with its reasons; the yes first."""
    reader = keys.reader(request)
    queries.household(id, reader=reader, road=ROAD)  # the reasons are about its people: this is a look as well
    return enrolment.for_household(id, reader)


@router.get(
    "/households/{id}/payments",
    response=problems.answers(list[payments.Line]),
    summary="What a household was paid",
)
def paid(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """What it was paid or is owed, newest first."""
    reader = keys.reader(request)
    queries.household(id, reader=reader, road=ROAD)
    return benefits.for_household(id, reader=reader)
