"""The shapes of what is asked and told of instruments, assessments and needs."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from ayni.exchange.api import inputs, people

Text = Annotated[str, StringConstraints(min_length=1, max_length=200_000)]


class InstrumentVersion(Schema):
    """One version of an instrument."""

    id: int = Field(description="Its number, for what is done with it.")
    code: str = Field(description="The instrument's code, which never changes.")
    version: int = Field(description="The number of the version.")
    title: str = Field(description="Its title in the reader's language.")
    method: str = Field(description="The method that answers it: mpi, pmt, poverty, needs and others.")
    unit: Literal["household", "person"] = Field(description="Whom it is about.")
    status: Literal["draft", "reviewed", "adopted", "retired"] = Field(description="How it stands.")
    written_by: str = Field(description="Who wrote it; empty for a shipped one.")
    reviewed_by: str = Field(description="Who reviewed it.")
    adopted_by: str = Field(description="Who adopted it.")
    note: str = Field(description="What was said when it was reviewed, returned or retired.")


class InstrumentListed(Schema):
    """An instrument with the version in force and the one being written."""

    code: str = Field(description="Its code.")
    title: str = Field(description="Its title in the reader's language.")
    method: str = Field(description="Its method.")
    unit: Literal["household", "person"] = Field(description="Whom it is about.")
    in_force: InstrumentVersion | None = Field(description="The version that is applied; none when none is adopted.")
    open: InstrumentVersion | None = Field(description="The version that is being written or reviewed.")
    assessments: int = Field(description="How often it was applied.")


class InstrumentRule(Schema):
    """One rule of an instrument."""

    name: str = Field(description="What it is called in the text.")
    label: str = Field(description="Its words in the reader's language.")
    rule: str = Field(description="The rule.")
    line: int = Field(description="The line in which it stands.")


class InstrumentFlaw(Schema):
    """What of a text does not check by the dictionary now."""

    line: int = Field(description="The line.")
    message: str = Field(description="What is wrong, and the nearest name.")


class InstrumentRecord(Schema):
    """One version with its text."""

    shown: InstrumentVersion = Field(description="The version.")
    text: str = Field(description="Its text; without a formula's weights for who may not see them.")
    rules: list[InstrumentRule] = Field(description="Its rules.")
    problems: list[InstrumentFlaw] = Field(description="What does not check now.")
    sensitive: list[str] = Field(description="The sensitive variables it reads.")
    versions: list[InstrumentVersion] = Field(description="All versions, the newest first.")


class InstrumentText(Schema):
    """An instrument's text."""

    text: Text = Field(description="The YAML of a version; its code says of which instrument.")


class StepNote(Schema):
    """A word on a step."""

    note: inputs.Words = Field("", description="Why; needed to retire.")


class AssessmentWish(Schema):
    """An assessment to make."""

    instrument: inputs.Code = Field(description="The instrument's code: the version in force is applied.")
    snapshot: inputs.Code = Field(description="The version of the snapshot.")
    groups: Annotated[list[inputs.Code], Field(max_length=6)] = Field(
        [], description="How figures are told apart: area_1, sex_of_head, a variable."
    )


class AssessmentMade(Schema):
    """One assessment."""

    id: int = Field(description="Its number.")
    code: str = Field(description="The instrument.")
    title: str = Field(description="Its title in the reader's language.")
    version: int = Field(description="The version that was applied.")
    method: str = Field(description="The method.")
    unit: Literal["household", "person"] = Field(description="Whom it is about.")
    snapshot: str = Field(description="The snapshot.")
    on: date = Field(description="The day whose answers it rests on.")
    made_at: datetime = Field(description="When it was made.")
    n: float | None = Field(description="How many units stand behind it.")
    is_survey: bool = Field(description="Whether it is estimated from a sample.")
    is_sensitive: bool = Field(description="Whether what it found of a household is opened only for a purpose.")
    groups: list[str] = Field(description="How its figures are told apart.")


class AssessmentFigure(Schema):
    """One figure with its error; one that rests on too few is hidden, and says so."""

    name: str = Field(description="Its name, as the method calls it.")
    says: str = Field(description="The same in words.")
    of: dict[str, Any] = Field(description="What it is of: cut-offs, lines, indicators, groups.")
    value: float | None = Field(description="The figure; none when hidden or not known.")
    se: float | None = Field(description="Its standard error.")
    low: float | None = Field(description="The lower end of the 95 % interval.")
    high: float | None = Field(description="The upper end.")
    n: int | None = Field(description="How many units it rests on; none when hidden.")
    thin: str = Field(description="`few` for a figure to be read with care.")
    is_hidden: bool = Field(description="Whether it was emptied because it rests on too few.")


class AssessmentResult(Schema):
    """What an assessment found of the population."""

    assessment: AssessmentMade = Field(description="The assessment.")
    figures: list[AssessmentFigure] = Field(description="Every figure.")
    sample: dict[str, Any] = Field(description="How the units were drawn.")
    left_out: dict[str, int] = Field(description="Units that were not used, by reason.")
    notes: list[str] = Field(description="What was chosen where programs differ, and what could not be known.")
    extra: dict[str, Any] = Field(description="Curves and tables of the method; weights only for who may see them.")


class FigureChange(Schema):
    """A figure in two rounds."""

    name: str = Field(description="Its name.")
    says: str = Field(description="The same in words.")
    of: dict[str, Any] = Field(description="What it is of.")
    before: float | None = Field(description="In the first round.")
    after: float | None = Field(description="In the second.")
    difference: float | None = Field(description="The second less the first.")
    se: float | None = Field(description="The standard error of the difference.")
    low: float | None = Field(description="The lower end of its 95 % interval.")
    high: float | None = Field(description="The upper end.")
    how: Literal["independent", "together"] = Field(
        description="`together`: what the two rounds share was taken into account."
    )


class RoundsCompared(Schema):
    """Two rounds of one instrument."""

    before: AssessmentMade = Field(description="The first.")
    after: AssessmentMade = Field(description="The second.")
    is_same_version: bool = Field(description="Whether the same version was applied.")
    differs: list[str] = Field(description="What differs between the versions, in words.")
    changes: list[FigureChange] = Field(description="Every figure that is in both.")


class FoundStatement(Schema):
    """One thing that was looked at."""

    text: str = Field(description="In the reader's language.")
    state: Literal["found", "unknown"] = Field(description="It is so, or an answer is missing.")
    person: str = Field(description="Of whom; empty for the household.")


class HouseholdAssessed(Schema):
    """What one instrument found of a household."""

    code: str = Field(description="The instrument.")
    title: str = Field(description="Its title.")
    on: date = Field(description="The day whose answers it rests on.")
    conclusion: str = Field(description="In one sentence.")
    found: list[FoundStatement] = Field(description="What was found.")
    unknown: list[FoundStatement] = Field(description="What is not known.")
    sure: list[str] = Field(description="How sure it is, in sentences.")
    is_old: bool = Field(description="Whether the answers are older than two years.")


class NeedAnswered(Schema):
    """Something that answers a need."""

    kind: Literal["programme", "service", "place"] = Field(description="What it is.")
    code: str = Field(description="Its code.")
    title: str = Field(description="Its title.")
    state: str = Field(
        description="received, could_apply, needs_information, available, unknown, declined or not_eligible."
    )
    next_step: str = Field(description="What to do, in one sentence.")
    missing: list[str] = Field(description="The answers to ask for.")


class HouseholdNeed(Schema):
    """A need of a household."""

    name: str = Field(description="Its name in the catalogue.")
    title: str = Field(description="What it is called.")
    says: str = Field(description="What the family is told.")
    urgency: Literal["now", "soon", "later"] = Field(description="How soon to act.")
    state: Literal["found", "unknown", "not_asked"] = Field(description="Unknown is never no.")
    people: list[str] = Field(description="Who has it.")
    answers: list[NeedAnswered] = Field(description="What answers it, the best first.")
    next_step: str = Field(description="What to do, in one sentence.")
    is_unmet: bool = Field(description="Found, and nothing that answers it is received.")


class NeedPackage(Schema):
    """The needs of a household."""

    on: date | None = Field(description="The day whose answers they rest on; none when never assessed.")
    needs: list[HouseholdNeed] = Field(description="The most urgent first.")
    kept_apart: int = Field(description="How many needs rest on sensitive answers, and are opened for a purpose.")


class HouseholdInWords(Schema):
    """All that is told of a household."""

    household_id: int = Field(description="The household.")
    assessed: list[HouseholdAssessed] = Field(description="What each instrument found.")
    package: NeedPackage = Field(description="What it needs, and what could help.")
    kept_apart: list[str] = Field(description="Instruments whose result is opened for a purpose.")


class ApartWish(people.Asked):
    """What is opened, and what for."""

    instrument: inputs.Code = Field(description="The instrument's code; `needs` for all needs.")


class AssessedApart(Schema):
    """What rests on sensitive answers."""

    household_id: int = Field(description="The household.")
    purpose: str = Field(description="What it was opened for.")
    assessed: HouseholdAssessed | None = Field(description="What the instrument found.")
    package: NeedPackage | None = Field(description="The needs, where those were opened.")


class NeedService(Schema):
    """What there is in an area to answer a need."""

    kind: str = Field(description="A service, or a kind of place.")
    code: str = Field(description="Its code.")
    title: str = Field(description="Its title.")
    places: int = Field(description="How many places.")
    capacity: int | None = Field(description="Room for how many people, where it is recorded.")


class AreaNeed(Schema):
    """A need in an area; a number that would tell of somebody is none."""

    name: str = Field(description="Its name.")
    title: str = Field(description="What it is called.")
    urgency: Literal["now", "soon", "later"] = Field(description="How soon to act.")
    is_asked: bool = Field(description="Whether anybody is asked about it.")
    households: int | None = Field(description="Households that have it.")
    people: int | None = Field(description="People who have it.")
    share: float | None = Field(description="Of all of whom it is known.")
    unknown: int | None = Field(description="People of whom it is not known.")
    helped: int | None = Field(description="Those who receive a programme that answers it.")
    unmet: int | None = Field(description="People less those helped.")
    programmes: list[str] = Field(description="The programmes that answer it.")
    services: list[NeedService] = Field(description="The services and places.")
    capacity: int | None = Field(description="Room in all of them, where it is recorded.")
    gap: int | None = Field(description="For how many there is no room.")


class AreaNeeds(Schema):
    """The needs of the people of an area."""

    area: str = Field(description="The area; empty for everywhere.")
    name: str = Field(description="Its name.")
    on: date | None = Field(description="The day whose answers they rest on.")
    snapshot: str = Field(description="The snapshot.")
    needs: list[AreaNeed] = Field(description="Each need of the catalogue.")


class ProposedAnswer(Schema):
    """What is said to answer a need."""

    id: int = Field(description="Its number.")
    need: str = Field(description="The need.")
    kind: Literal["programme", "service", "place"] = Field(description="What answers it.")
    code: str = Field(description="Its code.")
    title: str = Field(description="Its title.")
    status: Literal["proposed", "approved", "rejected", "ended"] = Field(description="How it stands.")
    reason: str = Field(description="Why.")
    proposed_by: str = Field(description="Who proposed it.")
    decided_by: str = Field(description="Who decided.")


class AnswerWish(Schema):
    """What answers a need."""

    need: inputs.Code = Field(description="The need of the catalogue in force.")
    kind: Literal["programme", "service", "place"] = Field(description="A programme, a service or a kind of place.")
    code: inputs.Code = Field(description="Its code.")
    reason: inputs.Words = Field("", description="Why.")
