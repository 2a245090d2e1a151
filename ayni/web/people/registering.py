"""Writing a household down, step by step: where they live, the head, the others one by one, a last look, done.

Each step is kept when it is sent: a link that breaks, or a day that ends, loses nothing that was sent. My work leads
back to what is unfinished.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.identity import actions as identity
from ayni.registry import actions
from ayni.registry import queries as registry
from ayni.web.attempts import attempt
from ayni.web.people import likely, registering_forms

#: Beyond this a household is two.
MOST_MEMBERS = 60


def register_household(request: HttpRequest) -> HttpResponse:
    """The first step of a new household; the reader's unfinished ones beside it."""
    form = registering_forms.PlaceForm(request.POST or None, request.user)
    if form.is_valid() and _save(form, None, request, place=form.cleaned_data):
        return redirect("web:draft_member", form.result.pk, 1)
    drafts = [read(one) for one in registry.drafts(request.user)]
    return render(request, "people/registering/place.html", {"form": form, "drafts": drafts})


def place(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = registry.draft(draft_id, request.user)
    form = registering_forms.PlaceForm(request.POST or None, request.user, initial=draft.told.get("place"))
    if form.is_valid() and _save(form, draft, request, place=form.cleaned_data):
        return redirect("web:draft", draft.pk)
    return render(request, "people/registering/place.html", {"form": form, "draft": draft})


def member(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """One person of it: a new one, or one written before. What was typed and is not right yet is kept as well."""
    draft = registry.draft(draft_id, request.user)
    members, begun = list(draft.told.get("members", [])), dict(draft.told.get("begun", {}))
    if not 1 <= number <= min(len(members) + 1, MOST_MEMBERS):
        raise Http404
    form = registering_forms.MemberForm(
        request.POST or None, members=members, number=number, begun=begun.get(str(number))
    )
    leaves = request.POST.get("leave")  # the page, with what is typed; or what was typed
    if leaves or not form.is_valid():
        typed = {} if leaves == "forget" else form.begun()
        if form.is_bound and _keep(form, draft, request, begun=_with(begun, number, typed)) and leaves:
            return redirect("web:draft", draft.pk)
    else:
        members[number - 1 : number] = [form.told()]
        if _save(form, draft, request, members=members, begun=_with(begun, number, {})):
            if "another" in request.POST and len(members) < MOST_MEMBERS:
                return redirect("web:draft_member", draft.pk, len(members) + 1)
            return redirect("web:draft", draft.pk)
    shown = {"form": form, "draft": draft, "number": number, "is_new": number > len(members), "so_far": len(members)}
    return render(request, "people/registering/member.html", {**shown, "is_begun": str(number) in begun})


def remove_member(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """Take somebody off the list; who was said to be their child is that no longer."""
    draft = registry.draft(draft_id, request.user)
    members = list(draft.told.get("members", []))
    if not 1 < number <= len(members):
        raise Http404
    form = Form(request.POST)
    kept = [_without(one, number) for place, one in enumerate(members, start=1) if place != number]
    begun = {_moved(one, number): said for one, said in draft.told.get("begun", {}).items() if int(one) != number}
    answers = {_moved(one, number): said for one, said in draft.told.get("answers", {}).items() if int(one) != number}
    told = {"members": kept, "begun": begun, "answers": answers}
    if request.method == "POST" and _save(form, draft, request, **told):
        return redirect("web:draft", draft.pk)
    return render(
        request, "people/registering/remove.html", {"form": form, "draft": draft, "who": _name(members[number - 1])}
    )


def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All that is written, to be looked through and registered; once it is, where to find it."""
    draft = registry.draft(draft_id, request.user)
    form = Form(request.POST)
    now = {"on": timezone.localdate(), "at": timezone.now()}
    if request.method == "POST" and attempt(form, identity.register_checked, draft, **now, by=request.user):
        return redirect("web:draft", draft.pk)
    found = likely.everybody(request, draft)
    shown = {"form": form, "draft": draft, "written": read(draft), "likely": found}
    shown["alike"] = [] if found else _alike(draft, request)
    shown["sees"] = request.user.may("registry.see_households")
    return render(request, "people/registering/check.html", shown)


def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = registry.draft(draft_id, request.user)
    form = Form(request.POST)
    if request.method == "POST" and attempt(form, actions.discard_draft, draft, by=request.user):
        return redirect("web:register_household")
    return render(request, "people/registering/discard.html", {"form": form, "draft": draft, "written": read(draft)})


@dataclass(frozen=True)
class Person:
    """Somebody as they are written down so far."""

    number: int
    name: str
    relationship: str
    sex: str
    age: str
    mother: str
    father: str


@dataclass(frozen=True)
class Written:
    """A household as it is written down so far."""

    id: int
    name: str
    area: str
    address: str
    directions: str
    people: tuple[Person, ...]
    #: Numbers of those of whom a page was begun and not kept, with the name that was typed.
    begun: tuple[tuple[int, str], ...]
    saved_at: Any


def read(draft: Any) -> Written:
    """What a draft says, in words."""
    told, members = draft.told.get("place") or {}, draft.told.get("members") or []
    names = [_name(one) for one in members]
    area = registry.place_of(told.get("area", ""))
    return Written(
        id=draft.pk,
        name=names[0] if names else _("Nobody yet"),
        area=area.name if area else "",
        address=told.get("address", ""),
        directions=told.get("directions", ""),
        people=tuple(
            Person(
                number=number,
                name=_name(one),
                relationship=str(registry.RELATIONSHIPS.get(one.get("relationship", ""), "")),
                sex=registry.sex_text(one.get("sex")),
                age=registry.age_text(registry.born(one, timezone.localdate())[0], timezone.localdate()),
                mother=names[one["mother"] - 1] if one.get("mother") else "",
                father=names[one["father"] - 1] if one.get("father") else "",
            )
            for number, one in enumerate(members, start=1)
        ),
        begun=tuple((int(number), _name(one)) for number, one in sorted((draft.told.get("begun") or {}).items())),
        saved_at=draft.saved_at,
    )


def _save(form: Any, draft: Any, request: HttpRequest, **told: Any) -> bool:
    return attempt(form, actions.save_draft, draft, told=told, at=timezone.now(), by=request.user)


def _keep(form: Any, draft: Any, request: HttpRequest, *, begun: dict[str, Any]) -> bool:
    """Keep what was typed though it is not right yet; nothing is written when it is kept already."""
    return begun == draft.told.get("begun", {}) or _save(form, draft, request, begun=begun)


def _with(begun: dict[str, Any], number: int, typed: dict[str, str]) -> dict[str, Any]:
    """What is begun, with what was typed of one person in place of what was."""
    others = {one: said for one, said in begun.items() if one != str(number)}
    return {**others, str(number): typed} if typed else others


def _moved(one: str, number: int) -> str:
    """A person's number when the one before them is gone."""
    return str(int(one) - 1) if int(one) > number else one


def _alike(draft: Any, request: HttpRequest) -> Any:
    """People on record with the head's name, for who may see them: it may be the same household."""
    members = draft.told.get("members") or []
    if not members or draft.household_id or not request.user.may("registry.see_households"):
        return []
    return registry.search(_name(members[0]), reader=request.user, limit=3).rows


def _without(one: dict[str, Any], number: int) -> dict[str, Any]:
    """What somebody's lines say when the person with a number is gone."""
    moved = dict(one)
    for name in ("mother", "father"):
        parent = moved.get(name)
        if parent == number:
            del moved[name]
        elif parent and parent > number:
            moved[name] = parent - 1
    return moved


def _name(one: dict[str, Any]) -> str:
    return f"{one.get('given_name', '')} {one.get('family_name', '')}".strip()
