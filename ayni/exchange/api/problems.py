"""How a refusal is told: one shape for every error, `{"code", "title", "detail", "where"}`."""

import logging
from typing import Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ayni.commons.limits import addresses, spending
from ayni.commons.limits.errors import TooMany
from ayni.kernel.refusals import Refused

log = logging.getLogger(__name__)

TITLES = {
    308: "This record was merged into another",
    400: "This request cannot be read",
    401: "Nobody is signed in",
    403: "Not permitted",
    404: "Not found",
    405: "This address does not take that method",
    409: "This cannot be done as things stand",
    413: "This request is too large",
    422: "Something in this request is not valid",
    429: "Asked too often",
    500: "Something failed on our side",
}
CODES = {
    400: "unreadable",
    401: "not_signed_in",
    403: "not_permitted",
    404: "not_found",
    405: "wrong_method",
    413: "too_large",
    422: "not_valid",
    429: "too_many",
    500: "failed",
}
FORBIDDEN = {"not_permitted", "same_officer"}
ELSEWHERE = ("outside_area", "no_such_")  # told alike
NOT_VALID = {"text_refused", "text_too_long", "definition_refused", "rule_refused", "unit_changed"}
NOT_VALID |= {"spec_refused", "instrument_refused", "group_unknown", "unit_fixed"}
ABSENT = ("unknown_", "no_such_", "not_found", "not_adopted")


class Flaw(Schema):
    """One thing that is wrong in what was sent."""

    where: str = Field(description="The place in the request: `body.reason`, `query.limit`.")
    what: str = Field(description="What is wrong with it.")


class Problem(Schema):
    """Why a request was refused."""

    code: str = Field(description="A stable word for programs: `same_officer`, `not_valid`.")
    title: str = Field(description="What kind of problem this is.")
    detail: str = Field(description="What happened, why, and what to do next, in the reader's language.")
    where: list[Flaw] = Field([], description="Each flaw, when the request itself is not valid.")


#: What any operation may answer besides its own result.
STATUSES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500})


def answers(shape: Any) -> dict[Any, Any]:
    """An operation's answers: its own shape, or a problem."""
    return {200: shape, STATUSES: Problem}


def problem(status: int, detail: str, *, code: str = "", where: list[dict[str, str]] | None = None) -> HttpResponse:
    body = {"code": code or CODES.get(status, "refused"), "title": TITLES.get(status, TITLES[400])}
    response = JsonResponse({**body, "detail": detail, "where": where or []}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def elsewhere(address: str, merged: Refused) -> HttpResponse:
    """A record that was merged into another: where that is, and why."""
    response = problem(308, str(merged), code=merged.code)
    response["Location"] = address
    return response


def too_many(refused: TooMany) -> HttpResponse:
    response = problem(429, str(refused))
    response["Retry-After"] = str(refused.seconds)
    return response


def status_of(refused: Refused) -> int:
    """403 for who may not, 404 for what is not there, 422 for a text that is wrong, else 409: the state forbids it."""
    if refused.code in FORBIDDEN:
        return 403
    if refused.code.startswith(ABSENT):
        return 404
    return 422 if refused.code in NOT_VALID else 409


def install(api: NinjaAPI) -> None:
    """Answer every kind of error in the one shape."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        if error.code.startswith(ELSEWHERE):
            return absent(request, error)  # an asker may not learn what there is in other areas
        return problem(status_of(error), str(error), code=error.code)

    @api.exception_handler(Http404)
    @api.exception_handler(ObjectDoesNotExist)
    def absent(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(404, "There is nothing here that you may see. Check the number or code in the address.")

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        try:
            spending.spend("api_refused", addresses.of(request), at=timezone.now())
        except TooMany as refused:
            return too_many(refused)
        return problem(401, "Send `Authorization: Bearer <token>` with a token that has not expired or been revoked.")

    @api.exception_handler(HttpError)
    def told(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        flaws = [_flaw(found) for found in error.errors]
        detail = "; ".join(f"{flaw['where']}: {flaw['what']}" for flaw in flaws[:5])
        return problem(422, detail, where=flaws[:50])

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(413, "Send less at once: a request has at most five million bytes.")

    @api.exception_handler(SuspiciousOperation)
    @api.exception_handler(BadRequest)
    def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(400, "Part of this request is not what it says it is. Send JSON in UTF-8.")

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        # The asker learns nothing of our insides; whoever runs the server finds all of it in the log.
        log.error("%s %s failed", request.method, request.path, exc_info=error)
        return problem(500, "Nothing was changed. Try again; if it fails again, tell whoever runs this system.")


def _flaw(error: dict[str, Any]) -> dict[str, str]:
    place = [str(part) for part in error.get("loc", ())]
    return {"where": ".".join(place) or "request", "what": str(error.get("msg", "is not valid"))}
