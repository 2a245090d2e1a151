"""Who did what, who looked at whom, and whether the record of it is whole. For who may see the audit."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from ayni.commons.audit import queries
from ayni.exchange.api import inputs, keys, paging, problems

router = Router(tags=["Audit"])

LONGEST_DAYS = 31

Who = Annotated[inputs.Words | None, Query(description="A user name, or words of a name.")]
Subject = Annotated[inputs.Words | None, Query(description="The record: `registry.household:12`.")]
Road = Annotated[inputs.Words | None, Query(description="screen, api, command or job.")]
Since = Annotated[date | None, Query(description="From this day on.")]
Until = Annotated[date | None, Query(description="Before this day.")]
After = Annotated[inputs.Id | None, Query(description="Go on after this row: `after` of the page before.")]


class Came(Schema):
    """By which grants, through which door and from where."""

    road: str = Field(description="screen, api, command or job; empty when it is not known.")
    address: str | None = Field(description="The network address it came from.")
    authority: list[dict[str, Any]] = Field(description="The grants: role, area, institution, who lent it.")
    request: str | None = Field(description="The same for everything that one request did.")

    @staticmethod
    def resolve_request(row: Any) -> str | None:
        return str(row.request) if row.request else None


class Entry(Came):
    """One action."""

    id: int = Field(description="Its number.")
    at: datetime = Field(description="When it was done.")
    who: str = Field(description="The user name.", alias="actor.username")
    permission: str = Field(description="The permission it was done under.", alias="action")
    subject: str = Field(description="The record: `registry.household:12`; may be empty.")
    facts: dict[str, Any] = Field(description="What was given, and `says`: what was done in words.")
    changes: dict[str, Any] = Field(description="Each changed field: before and after, or `changed` alone.")


class Look(Came):
    """A record that was opened, or a list of people that was taken out."""

    id: int = Field(description="Its number.")
    at: datetime = Field(description="When.")
    who: str = Field(description="The user name.", alias="reader.username")
    kind: str = Field(description="record, list or export.")
    subject: str = Field(description="The record; empty for a list of many.")
    purpose: str = Field(description="What it was opened for; may be empty.")
    asked: dict[str, Any] = Field(description="What was asked, for a list.")
    rows: int | None = Field(description="How many rows a list had.")


class Entries(Schema):
    """Some entries, newest first."""

    rows: list[Entry] = Field(description="The entries.")
    after: int | None = Field(description="Give it as `after` for the next page; none at the end.")


class Looks(Schema):
    """Some looks, newest first."""

    rows: list[Look] = Field(description="The looks.")
    after: int | None = Field(description="Give it as `after` for the next page; none at the end.")


class Finding(Schema):
    """Something that is not as it was written."""

    kind: str = Field(description="removed, changed, gap, short, head, unlinked, seal or signature.")
    says: str = Field(description="The same in words.")
    chain: int | None = Field(description="The chain.")
    number: int | None = Field(description="The link in it.")
    log: str | None = Field(description="entry or look.")
    record: int | None = Field(description="The number of the entry or look.")
    from_at: datetime | None = Field(description="It lies after this.")
    to_at: datetime | None = Field(description="And before this.")


class Verdict(Schema):
    """Whether the audit is as it was written."""

    holds: bool = Field(description="Whether nothing was found.")
    links: int = Field(description="How many rows are chained in all.")
    findings: list[Finding] = Field(description="What was found.")


@router.get("/entries", response=problems.answers(Entries), summary="Who did what")
def entries(
    request: HttpRequest,
    who: Who = None,
    subject: Subject = None,
    permission: Annotated[inputs.Words | None, Query(description="The permission it was done under.")] = None,
    road: Road = None,
    since: Since = None,
    until: Until = None,
    after: After = None,
    limit: paging.Limit = 50,
) -> Any:
    """Newest first; never counted."""
    asked = queries.Asked(who or "", subject or "", permission or "", road or "", since, until)
    return queries.search(asked, reader=keys.reader(request), after=after, limit=limit)


@router.get("/looks", response=problems.answers(Looks), summary="Who looked at whom")
def looks(
    request: HttpRequest,
    who: Who = None,
    subject: Subject = None,
    road: Road = None,
    since: Since = None,
    until: Until = None,
    after: After = None,
    limit: paging.Limit = 50,
) -> Any:
    """Newest first; never counted."""
    asked = queries.Asked(who or "", subject or "", "", road or "", since, until)
    return queries.search_looks(asked, reader=keys.reader(request), after=after, limit=limit)


@router.get("/verify", response=problems.answers(Verdict), summary="Prove the newest of the audit")
def verify(
    request: HttpRequest,
    days: Annotated[int, Query(ge=1, le=LONGEST_DAYS, description="What is newer than so many days.")] = 1,
) -> Any:
    """Each row held against its link, each chain against its head. All of it, and its seals: `ayni audit verify`."""
    return queries.verdict(reader=keys.reader(request), since=timezone.now() - timedelta(days=days))
