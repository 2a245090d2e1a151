"""Whether somebody is registered already: what is asked, and what is told of who looks like them."""

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema

from ayni.exchange.api import inputs


class Applicant(Schema):
    """Somebody as another system knows them. A name, and a birth, a telephone or a number beside it, are needed."""

    given_name: Annotated[inputs.Words, Field(max_length=120)] = Field("", description="The given name.")
    family_name: Annotated[inputs.Words, Field(max_length=120)] = Field("", description="The family name.")
    given_name_latin: Annotated[inputs.Words, Field(max_length=120)] = Field("", description="In Latin letters.")
    family_name_latin: Annotated[inputs.Words, Field(max_length=120)] = Field("", description="In Latin letters.")
    born: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = Field(
        None, description="The day of birth, or the month or the year alone: 1985-03-02, 1985-03, 1985."
    )
    age: Annotated[int, Field(ge=0, le=130)] | None = Field(None, description="Else the age in completed years today.")
    sex: Literal["female", "male"] | None = Field(None, description="Female or male; none when not known.")
    area: Annotated[inputs.Words, Field(max_length=32)] = Field("", description="The code of the area they live in.")
    phone: Annotated[inputs.Words, Field(max_length=20)] = Field("", description="The telephone number.")
    identifiers: dict[Annotated[inputs.Words, Field(max_length=40)], Annotated[inputs.Words, Field(max_length=60)]] = (
        Field(default_factory=dict, max_length=20, description="Numbers that offices gave, by their type.")
    )


class Because(Schema):
    """A reason."""

    text: str = Field(description="In words, in the reader's language.")
    is_for: bool = Field(description="Whether it speaks for one person, or against.")


class LikelyMatch(Schema):
    """Somebody on record who may be the applicant."""

    person_id: int = Field(description="The person's number.")
    name: str = Field(description="The name; of who lives beyond the reader's areas a first name and an initial.")
    year: int | None = Field(description="The year of birth.")
    area: str = Field(description="Where they live, or were registered.")
    since: date = Field(description="The day they were registered.")
    chance: float = Field(description="How likely it is, from 0 to 1.")
    is_very_likely: bool = Field(description="Whether the installation asks for an answer before it registers them.")
    is_reached: bool = Field(description="Whether the reader may open the record.")
    code: str = Field(description="The code, for who may open it.")
    household_id: int | None = Field(description="The household lived in now, for who may open it.")
    reasons: list[Because] = Field(description="Why, the heaviest first.")


class Checked(Schema):
    """Who on record an applicant may be."""

    is_ready: bool = Field(description="False while nobody can be looked for: the registry is being prepared.")
    matches: list[LikelyMatch] = Field(description="The likeliest first; none when nobody looks like them.")
