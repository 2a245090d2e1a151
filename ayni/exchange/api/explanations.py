"""The shape of a decision with its reasons."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from ayni.exchange.api import inputs


class Used(Schema):
    """One answer a criterion looked at."""

    label: str = Field(description="What was asked.")
    value: str = Field(description="The answer in words.")
    is_hidden: bool = Field(description="Whether it is sensitive, and so not told here.")


class Criterion(Schema):
    """One condition of a programme, for this unit."""

    name: str = Field(description="Its name in the rules.")
    says: str = Field(description="What it asks, in the reader's language.")
    met: bool | None = Field(description="Met, not met, or none when an answer is missing.")
    used: list[Used] = Field(description="The answers it looked at.")


class Explained(Schema):
    """One programme's answer for a household or one of its members, with all its reasons."""

    programme: str = Field(description="The programme's code.")
    title: str = Field(description="Its title in the reader's language.")
    unit: Literal["household", "person"] = Field(description="Whom it is for.")
    person_id: int | None = Field(description="The member it is about; none for the household.")
    person: str = Field(description="That member's name.")
    result: Literal["eligible", "ineligible", "needs_information"] = Field(description="What the rules found.")
    sentence: str = Field(description="The same in one sentence.")
    change: str = Field(description="What would change it; empty for a yes.")
    criteria: list[Criterion] = Field(description="Each condition.")
    missing: list[str] = Field(description="The answers to ask for.")
    amount: inputs.Money | None = Field(description="What would be paid each time.")
    benefit: str = Field(description="What is, or would be, received, in words.")
    status: str = Field(description="How the review stands; empty when nobody has to act.")
    reason: str = Field(description="Why it was reviewed so.")
    decision_id: int | None = Field(description="The decision somebody acts on, if any.")
    enrolment_id: int | None = Field(description="The present enrolment, if any.")
    enrolment: str = Field(description="How the enrolment stands; empty for none.")
    version: int = Field(description="The number of the rules that decided.")
    legal_basis: str = Field(description="The law that promises it.")
    run_id: int = Field(description="The run that decided.")
    on: date = Field(description="The day whose rules were in force.")
    snapshot: str = Field(description="The snapshot whose answers were used.")
    snapshot_on: date = Field(description="The day of those answers.")
