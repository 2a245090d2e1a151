"""Programmes and their rules."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Router, Schema

from ayni.exchange.api import inputs, keys, problems
from ayni.programmes import actions, queries

router = Router(tags=["Programmes"])


class Version(Schema):
    """One version of a programme's rules."""

    id: int = Field(description="The number of this version in the system.")
    number: int = Field(description="1 for the programme's first rules.")
    status: Literal["draft", "approved", "retired"] = Field(description="Only an approved version decides.")
    in_force_from: date = Field(description="The first day on which it decides, once approved.")
    prepared_by: str = Field(description="Who prepared it.")
    prepared_at: datetime = Field(description="When it was prepared.")
    approved_by: str | None = Field(description="Who approved it: never the one who prepared it.")
    approved_at: datetime | None = Field(description="When it was approved.")

    @staticmethod
    def resolve_prepared_by(version: Any) -> str:
        return str(version.prepared_by)

    @staticmethod
    def resolve_approved_by(version: Any) -> str | None:
        return str(version.approved_by) if version.approved_by else None


class Programme(Schema):
    """A programme in a list."""

    code: str = Field(description="The programme's code, which never changes.")
    title: str = Field(description="Its title in the reader's language.")
    unit: Literal["household", "person"] = Field(description="Whom it is for.")
    component: str = Field(description="The part of social protection it belongs to; may be empty.")
    legal_basis: str = Field(description="The law that promises it.")
    in_force: Version | None = Field(description="The version that decides today.")
    draft: Version | None = Field(description="The newest version that waits for approval.")


class Definition(Schema):
    """A programme with its rules and all its versions."""

    code: str = Field(description="The programme's code.")
    title: str = Field(description="Its title in the reader's language.")
    versions: list[Version] = Field(description="All versions, newest first.")
    shown: int = Field(description="The id of the version whose text follows: the one in force, else the newest.")
    text: str = Field(description="The rules as they were approved, in YAML and the rule language.")


class Preparation(Schema):
    """A new programme, or the next version of one: the text itself says which."""

    text: inputs.RulesText = Field(description="The programme in YAML.")
    in_force_from: date = Field(description="The first day on which it shall decide.")


@router.get("", response=problems.answers(list[Programme]), summary="List the programmes")
def programmes(request: HttpRequest) -> Any:
    """Every programme with its version in force and its newest draft. There are few: this is not paged."""
    return queries.programmes(keys.reader(request))


@router.post("/versions", response=problems.answers(Version), summary="Prepare a version")
def prepare(request: HttpRequest, body: Preparation) -> Any:
    """Keep rules as a draft. Rules that do not check are refused with line and column."""
    return actions.prepare(body.text, by=keys.reader(request), in_force_from=body.in_force_from)


@router.post("/versions/{id}/approve", response=problems.answers(Version), summary="Approve a version")
def approve(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Let a draft decide from its day on. Never by the officer who prepared it."""
    by = keys.reader(request)
    return actions.approve(queries.version(id, by), by=by, at=timezone.now())


@router.get("/{code}", response=problems.answers(Definition), summary="Read a programme's rules")
def programme(request: HttpRequest, code: Path[inputs.Code]) -> Any:
    """The rules in force and every version."""
    found = queries.programme(code, keys.reader(request))
    return {
        "code": found.code,
        "title": found.title,
        "versions": found.versions,
        "shown": found.shown.pk,
        "text": found.shown.text,
    }
