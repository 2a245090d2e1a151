"""While somebody is written down: who on record they may be, and what the officer says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.identity import actions as identity
from ayni.kernel.refusals import Refused
from ayni.registry import actions
from ayni.registry import queries as registry
from ayni.web import fragments
from ayni.web.people import registering_forms

BIRTH = ("born_year", "born_month", "born_day")


@dataclass(frozen=True)
class Found:
    """Whom one person of a draft may be; `said` of the records that were answered for, `told` a refusal in words."""

    number: int
    name: str
    answer: identity.Answer | None
    same: int | None
    told: str = ""

    @property
    def matches(self) -> Sequence[identity.Match]:
        return self.answer.matches if self.answer else ()

    @property
    def needs_answer(self) -> bool:
        return self.same is None and bool(self.answer and self.answer.very_likely)


def likely(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """The fragment under the form, asked for while it is filled in."""
    draft = registry.draft(draft_id, request.user)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = look(request, draft, number, typed(request.POST))
    return render(request, "people/registering/likely.html", {"found": found, "draft": draft, "is_typed": True})


def answer(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """The same person, or somebody else and why; what is typed in the form around it is kept."""
    draft = registry.draft(draft_id, request.user)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    members = list(draft.told.get("members", []))
    if not 1 <= number <= len(members) + 1:
        raise Http404
    is_typed = "given_name" in request.POST
    told = typed(request.POST) if is_typed else members[number - 1] if number <= len(members) else {}
    kept = _keep_typed(request, draft, number, members) if is_typed else draft
    try:
        said = _say(request, kept, number, told)
    except Refused as refused:
        messages.error(request, str(refused))
        said = ""
    if not said:
        said = (
            reverse("web:draft_member", args=[draft_id, number]) if is_typed else reverse("web:draft", args=[draft_id])
        )
    return HttpResponse(headers={"HX-Redirect": said}) if fragments.is_asked(request) else redirect(said)


def look(request: HttpRequest, draft: Any, number: int, told: Mapping[str, Any], *, is_first: bool = True) -> Found:
    """Whom somebody may be: the records said to be others left out."""
    said = identity.answers(draft, number)
    name = f"{told.get('given_name', '')} {told.get('family_name', '')}".strip()
    same = said.get("same", {}).get("person")
    applicant = _applicant(draft, told)
    if not applicant.tells_enough:
        return Found(number, name, None, same)
    try:
        found = identity.check_applicant(
            applicant,
            by=request.user,
            at=timezone.now(),
            apart=[int(pk) for pk in said.get("apart", {})],
            is_counted=is_first,
        )
    except Refused as refused:
        return Found(number, name, None, same, str(refused))
    return Found(number, name, found, same)


def everybody(request: HttpRequest, draft: Any) -> list[Found]:
    """Whom each of a draft may be: those of whom there is something to show."""
    members = draft.told.get("members") or []
    if draft.household_id is not None:
        return []
    found = [look(request, draft, place, one, is_first=place == 1) for place, one in enumerate(members, start=1)]
    return [one for one in found if one.matches or one.told]


def typed(post: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the form now, right or wrong, as a draft keeps somebody."""
    names = (*registering_forms.NAMES, "sex", "phone")
    said: dict[str, Any] = {name: post.get(name, "").strip()[:120] for name in names}
    parts = [post.get(name, "").strip() for name in BIRTH]
    figures = [int(part) for part in parts if part.isdecimal() and len(part) <= 4]
    if len(parts[0]) == 4 and figures:
        whole = parts.index("") if "" in parts else len(parts)
        said["born"] = "-".join([f"{figures[0]:04d}", *(f"{part:02d}" for part in figures[1:whole])])
    elif (age := post.get("age", "").strip()).isdecimal() and int(age) <= registering_forms.OLDEST:
        said["age"], said["asked_on"] = int(age), timezone.localdate().isoformat()
    return said


def _applicant(draft: Any, told: Mapping[str, Any]) -> identity.Applicant:
    area = (draft.told.get("place") or {}).get("area", "")
    return identity.written(told, area=area, on=timezone.localdate())


def _say(request: HttpRequest, draft: Any, number: int, told: Mapping[str, Any]) -> str:
    """Keep what the officer said; the address of the record when they are led there."""
    given, by, at = request.POST, request.user, timezone.now()
    same, apart = given.get("same", ""), given.get("apart", "")
    asked = int(same or apart) if (same or apart).isdecimal() else 0
    matches = {one.person_id: one for one in look(request, draft, number, told, is_first=False).matches}
    match = matches.get(asked)
    if match is None:
        messages.info(request, _("This record looks alike no longer. Look at the list anew."))
    elif apart:
        because, name = given.get(f"because_{asked}", ""), _applicant(draft, told)
        whom = f"{name.given_name} {name.family_name}".strip()
        identity.answer_apart(draft, number, asked, applicant=whom, because=because, at=at, by=by)
    elif match.is_reached:
        messages.info(
            request, _("What you wrote down is kept under My work. Throw it away if nobody new is to register.")
        )
        return reverse("web:person", args=[asked])
    else:
        identity.answer_same(draft, number, asked, chance=match.chance, at=at, by=by)
    return ""


def _keep_typed(request: HttpRequest, draft: Any, number: int, members: Sequence[Any]) -> Any:
    """What is typed and not sent yet stays on the page it was typed on."""
    form = registering_forms.MemberForm(request.POST, members=members, number=number, begun=None)
    begun = {**draft.told.get("begun", {}), str(number): form.begun()}
    if not begun[str(number)]:
        return draft
    return actions.save_draft(draft, told={"begun": begun}, at=timezone.now(), by=request.user)
