"""What may be asked: numbers, codes and texts with their limits."""

from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints

LARGEST_ID = 2**63 - 1


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("contains a NUL character, which is no text")
    return text


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]+$", max_length=64)]
Words = Annotated[str, StringConstraints(max_length=200), AfterValidator(_storable)]
Reason = Annotated[
    str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True), AfterValidator(_storable)
]
RulesText = Annotated[str, StringConstraints(min_length=1, max_length=64_000), AfterValidator(_storable)]

#: An amount goes out as text, so that no reader rounds it.
Money = Annotated[Decimal, PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str)]


class Why(Schema):
    """The reason of a step."""

    reason: Reason = Field(description="Why, in words that whom it concerns may read.")
