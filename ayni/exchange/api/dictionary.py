"""The dictionary: what is asked of households, persons and areas."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from ayni.commons.access import scoping
from ayni.engines.dictionary import Variable
from ayni.exchange.api import inputs, keys, problems
from ayni.registry import queries
from ayni.registry.errors import UnknownVariable

router = Router(tags=["Dictionary"])

Entity = Literal["household", "person", "area"]
Type = Literal["boolean", "integer", "decimal", "text", "date", "partial_date", "choice", "many_choice", "location"]


class ListedChoice(Schema):
    """One answer that may be chosen."""

    code: str = Field(description="The code kept in the data.")
    labels: dict[str, str] = Field(description="Its label by language.")


class Declaration(Schema):
    """One variable, as it is declared now."""

    entity: Entity = Field(description="Whom it is asked of.")
    name: str = Field(description="Its name in rules and files.")
    type: Type = Field(description="What kind of answer it has.")
    labels: dict[str, str] = Field(description="Its label by language.")
    question: dict[str, str] = Field(description="The whole question by language; may be empty.")
    choices: list[ListedChoice] = Field(description="The answers of a choice, in order; else none.")
    unit: str = Field(description="What a number counts; may be empty.")
    minimum: float | None = Field(description="The least plausible number.")
    maximum: float | None = Field(description="The largest plausible number.")
    missing: list[Literal["unknown", "refused", "not_applicable"]] = Field(
        description="What may stand instead of an answer: three different things."
    )
    sensitivity: Literal["public", "personal", "sensitive"] = Field(description="How well its answers must be kept.")
    source: str = Field(description="Where the question comes from; may be empty.")
    version: int = Field(description="Counts its declarations, from 1.")
    since: date | None = Field(description="The day from which it is declared so.")


class Declarations(Schema):
    """The dictionary in force, or a part of it."""

    version: str = Field(description="Changes whenever anything in the whole dictionary does; snapshots name it.")
    variables: list[Declaration] = Field(description="The variables in their order.")


@router.get("/variables", response=problems.answers(Declarations), summary="Read the dictionary")
def variables(
    request: HttpRequest, entity: Annotated[Entity | None, Query(description="Only those asked of it.")] = None
) -> Any:
    """Every variable in force, in order. There are few: this is not paged."""
    _permit(request)
    dictionary = queries.dictionary()
    asked: tuple[Variable, ...] = dictionary.of(entity) if entity else dictionary.variables
    return {"version": dictionary.version, "variables": asked}


@router.get("/variables/{entity}/{code}", response=problems.answers(Declaration), summary="Read one variable")
def variable(request: HttpRequest, entity: Path[Entity], code: Path[inputs.Code]) -> Any:
    """One variable in force by its name. An unknown one is answered with the nearest."""
    _permit(request)
    dictionary = queries.dictionary()
    found = dictionary.get(entity, code)
    if found is None:
        raise UnknownVariable(entity, code, dictionary.nearest(entity, code))
    return found


def _permit(request: HttpRequest) -> None:
    scoping.paths(keys.reader(request), "registry.see_dictionary")
