"""People and households: finding them, and one record at a time. Every record that is opened is recorded."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from ayni.benefits import queries as benefits
from ayni.enrolment import queries as enrolment
from ayni.exchange.api import applicants, explanations, inputs, keys, paging, payments, problems
from ayni.identity import actions as identity
from ayni.registry import actions, queries

router = Router(tags=["People"])

ROAD = "api"
Age = Annotated[int, Field(ge=0, le=130)]


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
    standing: Literal["", "dead", "institution", "away"] = Field(
        description="Empty for who lives there now; else has died, lives in an institution, or lives there no more."
    )
    standing_text: str = Field(description="The same in words.")


class Called(Schema):
    """An area called as was asked."""

    code: str = Field(description="Its code.")
    name: str = Field(description="Its name in the reader's language.")
    within: str = Field(description="What it lies in.")


class FoundPage(paging.Page[Found]):
    """Some of what was found. `total` is counted up to a thousand."""

    is_more: bool = Field(description="Whether there are more than were counted.")
    by: Literal["name", "number", "place", "list"] = Field(
        description="What was asked was taken for: a name, a number, a name and a place, or filters alone."
    )
    places: list[Called] = Field(description="Areas called so.")


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


class Identifier(Schema):
    """A number that an office gave."""

    type: str = Field(description="Of which type, as the installation declares them.")
    label: str = Field(description="The same in words.")
    number: str = Field(description="The number, in capitals and without what only parts it.")
    issuer: str = Field(description="Who gave it; may be empty.")
    valid_from: date | None = Field(description="The first day.")
    valid_to: date | None = Field(description="The last day.")
    ended_on: date | None = Field(description="The day it was found lost, replaced, or its holder dead.")
    verification: Literal["told", "seen", "verified", "refuted"] = Field(description="How it was checked.")


class Phone(Schema):
    """A telephone number."""

    number: str = Field(description="In the international form.")
    use: Literal["own", "household", "neighbour", "work"] = Field(description="Whose it is.")
    until: date | None = Field(description="The day from which it is theirs no more.")


class OtherName(Schema):
    """Another name."""

    kind: str = Field(description="known_as, before_marriage, earlier, other_script or transliteration.")
    name: str = Field(description="The name.")
    script: str = Field(description="Its letters, a code of ISO 15924; may be empty.")


class Also(Schema):
    """By what a person is known besides."""

    names: list[OtherName] = Field(description="Other names.")
    identifiers: list[Identifier] = Field(description="Numbers and documents.")
    phones: list[Phone] = Field(description="Telephone numbers.")


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
    shares: bool = Field(description="Whether this is a second home, and they usually live elsewhere.")
    left_because: str = Field(description="Why they left, in words.")
    also: Also = Field(description="Other names, numbers and telephones.")
    kin: list[Tie] = Field(description="The relatives.")
    facts: Told = Field(description="What is known of the person.")


class Dwelling(Schema):
    """Where a household lives in its area."""

    address: str = Field(description="The address; may be empty.")
    directions: str = Field(description="How to find the house; may be empty.")
    latitude: float | None = Field(description="Degrees north.")
    longitude: float | None = Field(description="Degrees east.")
    accuracy: float | None = Field(description="The radius of the point, in metres.")
    since: date | None = Field(description="The first day.")


class NewMember(Schema):
    """Somebody to register."""

    given_name: Annotated[inputs.Words, Field(min_length=1, max_length=120)] = Field(description="The given name.")
    family_name: Annotated[inputs.Words, Field(max_length=120)] = Field("", description="The family name.")
    given_name_latin: Annotated[inputs.Words, Field(max_length=120)] = Field("", description="In Latin letters.")
    family_name_latin: Annotated[inputs.Words, Field(max_length=120)] = Field("", description="In Latin letters.")
    relationship: Literal[
        "head", "spouse", "child", "parent", "grandchild", "sibling", "other_relative", "non_relative"
    ] = Field(description="What they are to the head; exactly one is the head.")
    sex: Literal["female", "male"] | None = Field(None, description="Female or male; none when not known.")
    born: date | None = Field(None, description="The day of birth, when it is known.")
    age: Age | None = Field(None, description="Else the age in completed years on the day of registration.")
    phone: Annotated[inputs.Words, Field(max_length=20)] = Field("", description="The telephone number.")
    mother: Annotated[int, Field(ge=1)] | None = Field(None, description="The mother's place in the list, from 1.")
    father: Annotated[int, Field(ge=1)] | None = Field(None, description="The father's place in the list, from 1.")


class NewHousehold(Schema):
    """A household to register."""

    key: Annotated[inputs.Code, Field(min_length=1, max_length=50)] = Field(
        description="The sender's own: sent twice, it is one household."
    )
    area: inputs.Code = Field(description="The code of the area it lives in.")
    members: Annotated[list[NewMember], Field(min_length=1, max_length=60)] = Field(description="Who lives there.")
    address: Annotated[inputs.Words, Field(max_length=200)] = Field("", description="The address.")
    directions: Annotated[inputs.Words, Field(max_length=200)] = Field("", description="How to find the house.")
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = Field(None, description="Degrees north.")
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = Field(None, description="Degrees east.")
    accuracy: Annotated[float, Field(ge=0)] | None = Field(None, description="The radius of the point, in metres.")


class Registered(Schema):
    """A household that was registered."""

    id: int = Field(description="Its number.")
    code: str = Field(description="Its code, for letters and for the family to keep.")


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
    home: Dwelling | None = Field(description="Where in its area, when that is told.")
    facts: Told = Field(description="What is known of the household.")
    on: date = Field(description="The day this holds for.")
    known_on: date | None = Field(description="The day by which it had been recorded, when that was asked for.")


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
    q: Annotated[
        inputs.Words, Query(description="Names in any script, spelling and order, a place, a code, or a number.")
    ] = "",
    area: Annotated[inputs.Code | None, Query(description="The code of an area; without `q`, who lives there.")] = None,
    sex: Annotated[Literal["female", "male"] | None, Query(description="Only of this sex.")] = None,
    age_from: Annotated[Age | None, Query(description="Who may be of this age or older.")] = None,
    age_to: Annotated[Age | None, Query(description="Who may be of this age or younger.")] = None,
    lives: Annotated[
        Literal["household", "institution", "dead"] | None, Query(description="Only who lives so, or has died.")
    ] = None,
    limit: paging.Limit = 25,
    offset: paging.Offset = 0,
) -> Any:
    """Within the reader's areas. Who is named exactly so comes first, then who is called alike."""
    narrowed = queries.Narrowed(area or "", sex or "", age_from, age_to, lives or "")
    found = queries.search(q, reader=keys.reader(request), limit=limit, offset=offset, narrowed=narrowed)
    counted = {"total": found.total, "is_more": found.is_more, "limit": limit, "offset": offset}
    return {"rows": found.rows, "by": found.by, "places": found.places, **counted}


@router.get("/households/{id}", response=problems.answers(Household), summary="Read a household")
def household(
    request: HttpRequest,
    id: Path[inputs.Id],
    on: Annotated[date | None, Query(description="As it stood on this day; today unless said.")] = None,
    known_on: Annotated[
        date | None, Query(description="As it was known at the end of this day, before later corrections.")
    ] = None,
) -> Any:
    """Its record today, or as it stood. That the reader opened it is recorded."""
    return queries.household(id, reader=keys.reader(request), on=on, known_on=known_on, road=ROAD)


@router.post("/households", response=problems.answers(Registered), summary="Register a household")
def register(request: HttpRequest, body: NewHousehold) -> Any:
    """With all its people at once; sent again with the same key it is the same household."""
    by, on = keys.reader(request), timezone.localdate()
    area = queries.place_of(body.area)
    if area is None:
        raise queries.AreasUnknown([body.area])
    place = ("address", "directions", "latitude", "longitude", "accuracy")
    whereabouts = actions.Whereabouts(**{name: getattr(body, name) for name in place})
    members = [_member(one, on) for one in body.members]
    return actions.register_household(area, members, key=body.key, on=on, by=by, whereabouts=whereabouts)


def _member(told: NewMember, on: date) -> actions.NewMember:
    born, known = queries.born({"born": told.born.isoformat() if told.born else "", "age": told.age}, on)
    return actions.NewMember(born=born, birth_known=known, **told.model_dump(exclude={"born", "age"}))


@router.get("/persons/{id}", response=problems.answers(Person), summary="Read a person")
def person(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """The record today. That the reader opened it is recorded. One that was merged leads to the record that holds."""
    try:
        return queries.person(id, reader=keys.reader(request), road=ROAD)
    except queries.MergedInto as merged:
        return problems.elsewhere(f"/api/v1/people/persons/{merged.into}", merged)


@router.post("/check", response=problems.answers(applicants.Checked), summary="Is somebody registered already?")
def check(request: HttpRequest, body: applicants.Applicant) -> Any:
    """Who on record, anywhere, somebody may be, with the reasons. Each that is told of is recorded as looked at."""
    told = identity.written(body.dict(), area=body.area, on=timezone.localdate())
    return identity.check_applicant(told, by=keys.reader(request), at=timezone.now(), road=ROAD)


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
