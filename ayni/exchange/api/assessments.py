"""Instruments of assessment, what they found of the population and of a household, and what people need."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from ayni.assessment import actions, queries
from ayni.assessment.queries import answered, area_needs, plain, results
from ayni.assessment.queries import rounds as rounds_of
from ayni.assessment.queries.instruments import listed, record
from ayni.assessment.queries.instruments import version as version_of
from ayni.exchange.api import assessed, inputs, keys, paging, problems, work
from ayni.snapshots import queries as snapshots

router = Router(tags=["Assessments"])


@router.get("/instruments", response=problems.answers(list[assessed.InstrumentListed]), summary="List the instruments")
def list_instruments(request: HttpRequest) -> Any:
    """Every instrument in force or being written."""
    return listed(keys.reader(request))


@router.post("/instruments", response=problems.answers(assessed.InstrumentVersion), summary="Write an instrument")
def write(request: HttpRequest, body: assessed.InstrumentText) -> Any:
    """Write a new instrument or the next version of one, as a draft that others review and adopt."""
    by = keys.reader(request)
    made = actions.write_instrument(body.text, by=by)
    return record(made.code, by, version=made.version).shown


@router.get("/instruments/{code}", response=problems.answers(assessed.InstrumentRecord), summary="Read an instrument")
def instrument(
    request: HttpRequest,
    code: Path[inputs.Code],
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="A version; else the one in force.")] = None,
) -> Any:
    """One version with its text, its rules and what of them does not check now."""
    return record(code, keys.reader(request), version=version)


@router.post(
    "/instruments/{id}/review", response=problems.answers(assessed.InstrumentVersion), summary="Review a draft"
)
def review(request: HttpRequest, id: Path[inputs.Id], body: assessed.StepNote) -> Any:
    """Say that a draft is fit to be adopted; never by who wrote it."""
    return _step(request, id, lambda one, by: actions.review_instrument(one, by=by, at=timezone.now(), note=body.note))


@router.post(
    "/instruments/{id}/adopt", response=problems.answers(assessed.InstrumentVersion), summary="Adopt a version"
)
def adopt(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Let a reviewed version be applied; never by who wrote it."""
    return _step(request, id, lambda one, by: actions.adopt_instrument(one, by=by, at=timezone.now()))


@router.post(
    "/instruments/{id}/retire", response=problems.answers(assessed.InstrumentVersion), summary="Retire a version"
)
def retire(request: HttpRequest, id: Path[inputs.Id], body: assessed.StepNote) -> Any:
    """Let a version be applied no longer; what it found stays."""
    return _step(request, id, lambda one, by: actions.retire_instrument(one, by=by, at=timezone.now(), note=body.note))


@router.post("/made", response=problems.answers(work.Work), summary="Apply an instrument")
def run(request: HttpRequest, body: assessed.AssessmentWish) -> Any:
    """Apply the version in force to a snapshot; it runs behind. The same wish again is the same work."""
    by = keys.reader(request)
    snapshot = snapshots.snapshot(body.snapshot)
    if snapshot is None:
        raise Http404
    return actions.start_assessing(queries.instrument(body.instrument), snapshot, by=by, groups=body.groups)


@router.get("/made", response=problems.answers(list[assessed.AssessmentMade]), summary="List the assessments")
def made(
    request: HttpRequest,
    instrument: Annotated[inputs.Code | Literal[""], Query(description="Of one instrument.")] = "",
    limit: paging.Limit = 50,
) -> Any:
    """The last assessments, newest first: the rounds of an instrument, when it is given."""
    return results.assessments(keys.reader(request), code=instrument, limit=limit)


@router.get("/made/{id}", response=problems.answers(assessed.AssessmentResult), summary="Read an assessment's figures")
def result(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Every figure with its error."""
    return results.result(id, keys.reader(request))


@router.get(
    "/made/{id}/figures.csv", response={200: str, problems.STATUSES: problems.Problem}, summary="Figures as CSV"
)
def table(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """The same figures as a table. Cells that a spreadsheet would run begin with an apostrophe."""
    found = HttpResponse(results.result_csv(id, keys.reader(request)), content_type="text/csv; charset=utf-8")
    found["Content-Disposition"] = 'attachment; filename="assessment.csv"'
    return found


@router.get("/changes", response=problems.answers(assessed.RoundsCompared), summary="Compare two rounds")
def changes(request: HttpRequest, before: Query[inputs.Id], after: Query[inputs.Id]) -> Any:
    """What changed from one assessment to another by the same instrument, with the error of the change."""
    return rounds_of.compared(before, after, keys.reader(request))


@router.get("/households/{id}", response=problems.answers(assessed.HouseholdInWords), summary="A household in words")
def household(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """What was found, how sure it is and what could help, in the reader's language. The look is recorded."""
    return plain.of_household(id, keys.reader(request))


@router.post(
    "/households/{id}/sensitive",
    response=problems.answers(assessed.AssessedApart),
    summary="Open what rests on sensitive answers",
)
def household_apart(request: HttpRequest, id: Path[inputs.Id], body: assessed.ApartWish) -> Any:
    """What an instrument found by sensitive answers (`needs`: all needs), for a purpose that is recorded."""
    by = keys.reader(request)
    return queries.household_apart(id, body.instrument, reader=by, purpose=body.purpose, words=body.words)


@router.get("/needs", response=problems.answers(assessed.AreaNeeds), summary="The needs of an area")
def needs(
    request: HttpRequest,
    area: Annotated[inputs.Code | Literal[""], Query(description="The area's code; everywhere when left out.")] = "",
) -> Any:
    """How many people have each need, against what there is; small numbers are hidden."""
    return area_needs.of_area(area, keys.reader(request))


@router.get("/needs/answers", response=problems.answers(list[assessed.ProposedAnswer]), summary="What answers needs")
def answers(request: HttpRequest) -> Any:
    """What is proposed, approved and ended."""
    return answered.answers(keys.reader(request))


@router.post("/needs/answers", response=problems.answers(assessed.ProposedAnswer), summary="Propose an answer")
def propose_answer(request: HttpRequest, body: assessed.AnswerWish) -> Any:
    """Propose that a programme, a service or a kind of place answers a need; another officer approves it."""
    by = keys.reader(request)
    return _answer(actions.propose_answer(body.need, by=by, kind=body.kind, code=body.code, reason=body.reason).pk, by)


@router.post(
    "/needs/answers/{id}/approve",
    response=problems.answers(assessed.ProposedAnswer),
    summary="Approve an answer",
)
def approve_answer(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Let it be told to families and counted; never by who proposed it."""
    by = keys.reader(request)
    return _answer(actions.approve_answer(_standing(id, by), by=by, at=timezone.now()).pk, by)


@router.post("/needs/answers/{id}/end", response=problems.answers(assessed.ProposedAnswer), summary="End an answer")
def end_answer(request: HttpRequest, id: Path[inputs.Id], body: inputs.Why) -> Any:
    """Tell it to nobody any more."""
    by = keys.reader(request)
    return _answer(actions.end_answer(_standing(id, by), by=by, at=timezone.now(), reason=body.reason).pk, by)


def _step(request: HttpRequest, id: int, take: Any) -> Any:
    by = keys.reader(request)
    found = take(version_of(id, by), by)
    return record(found.code, by, version=found.version).shown


def _standing(id: int, by: Any) -> Any:
    found = answered.answer(id, by)
    if found is None:
        raise Http404
    return found


def _answer(id: int, by: Any) -> Any:
    found: Mapping[int, Any] = {one.id: one for one in answered.answers(by)}
    return found[id]
