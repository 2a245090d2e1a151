"""Indicators: what they mean, and their figures."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema
from pydantic import PlainSerializer

from ayni.commons.access.models import User
from ayni.exchange.api import inputs, keys, paging, problems, work
from ayni.monitoring import actions, queries
from ayni.snapshots import queries as snapshots

router = Router(tags=["Insight"])

#: Plain decimals, as text so that no reader rounds them: never 0E-6.
Exact = Annotated[Decimal, PlainSerializer(lambda value: f"{value:f}", return_type=str)]


class Indicator(Schema):
    """What an indicator counts."""

    code: str = Field(description="Its code, which never changes.")
    title: str = Field(description="Its title in the reader's language.")
    definition: str = Field(description="What is counted, of whom.")
    unit: Literal["share", "count", "amount"] = Field(description="A share from 0 to 1, a number of units, or money.")
    of: str = Field(description="What is counted: persons, households, payments, decisions, or an assessment.")
    among: str = Field(description="The rule of the denominator; empty for everybody.")
    counted: str = Field(description="The rule of the numerator.")
    groups: dict[str, str] = Field(description="The ways it is told apart: their names with their titles.")
    has_areas: bool = Field(description="Whether there is a figure for each first-level area.")
    reference: str = Field(description="The standard it follows.")


class Figure(Schema):
    """One figure. What rests on too few people is hidden, and says so."""

    code: str = Field(description="The indicator.")
    value: Exact | None = Field(description="The figure; none when hidden or when there is nobody to count.")
    low: Exact | None = Field(description="The lower end of the 95 % interval of an estimate.")
    high: Exact | None = Field(description="The upper end.")
    margin: Exact | None = Field(description="Half the width of that interval.")
    n: int | None = Field(description="How many units it rests on; none when that would tell too much.")
    is_estimate: bool = Field(description="Whether it is estimated from a sample rather than counted.")
    note: str = Field(description="Why there is no value; empty when there is one.")
    on: date = Field(description="The day of the snapshot.")
    snapshot: str = Field(description="The snapshot it was computed on.")
    area: str = Field(description="The first-level area; empty for everybody.")
    area_name: str = Field(description="Its name.")
    group: str = Field(description="The group it is told apart by; empty for everybody.")
    category: str = Field(description="The category of the group.")
    category_title: str = Field(description="What the category is called.")


class AreaFigure(Figure):
    """The figure of an area, with its boundary."""

    shape: dict[str, Any] | None = Field(description="The area's boundary as a GeoJSON geometry.")


class FiguresWish(Schema):
    """A snapshot whose indicators to compute."""

    snapshot: inputs.Code = Field(description="The version of the snapshot.")


@router.get("/indicators", response=problems.answers(list[Indicator]), summary="List the indicators")
def indicators(request: HttpRequest) -> Any:
    """What each indicator counts. Definitions are public inside the administration."""
    return queries.indicators()


@router.get("/figures", response=problems.answers(list[Figure]), summary="Read the newest figures")
def figures(
    request: HttpRequest,
    indicator: Annotated[
        list[inputs.Code] | None, Query(max_length=100, description="Codes; all unless given.")
    ] = None,
) -> Any:
    """For everybody: the newest figure of each indicator, in the order asked for."""
    return queries.figures(indicator, keys.reader(request))


@router.post("/figures", response=problems.answers(work.Work), summary="Compute figures")
def compute(request: HttpRequest, body: FiguresWish) -> Any:
    """Compute every indicator on a snapshot; it runs behind."""
    by = keys.reader(request)
    snapshot = snapshots.snapshot(body.snapshot)
    if snapshot is None:
        raise Http404
    return actions.start_compute(snapshot, by=by)


@router.get("/figures.csv", response={200: str, problems.STATUSES: problems.Problem}, summary="All figures as CSV")
def table(request: HttpRequest) -> Any:
    """Every newest figure the reader may see. Cells that a spreadsheet would run begin with an apostrophe."""
    found = HttpResponse(queries.csv(keys.reader(request)), content_type="text/csv; charset=utf-8")
    found["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return found


@router.get("/figures/{code}/areas", response=problems.answers(list[AreaFigure]), summary="An indicator by area")
def by_area(request: HttpRequest, code: Path[inputs.Code]) -> Any:
    """The newest figure of each first-level area that touches the reader's own."""
    return queries.by_area(code, keys.reader(request))


@router.get("/figures/{code}/groups/{group}", response=problems.answers(list[Figure]), summary="An indicator by group")
def by_group(request: HttpRequest, code: Path[inputs.Code], group: Path[inputs.Code]) -> Any:
    """The newest figure of each category: sex, age, disability, residence or programme."""
    reader: User = keys.reader(request)
    if group not in queries.indicator(code).groups:
        raise Http404
    return queries.by_group(code, group, reader)


@router.get("/figures/{code}/series", response=problems.answers(list[Figure]), summary="An indicator over time")
def series(request: HttpRequest, code: Path[inputs.Code], limit: paging.Limit = 24) -> Any:
    """The figure for everybody on the last snapshots, oldest first."""
    return queries.series(code, keys.reader(request), limit=limit)
