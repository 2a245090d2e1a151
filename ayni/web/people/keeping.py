"""A person's picture, numbers, telephones, other names and stays in institutions; and which of two answers holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.registry import actions
from ayni.registry import queries as registry
from ayni.web.attempts import attempt, found
from ayni.web.people import keeping_forms as forms

REGISTER, CORRECT, VERIFY = "registry.register", "registry.correct", "registry.verify"


@dataclass(frozen=True)
class Words:
    """What a page says: its title and button, what it said when it is done, and before, what it does."""

    title: str
    verb: str
    done: str
    effect: str = ""
    undo: str = ""
    tone: str = ""


def photo(request: HttpRequest, person_id: int) -> HttpResponse:
    """The picture itself, kept by nobody on the way."""
    picture = found(registry.photo(person_id, reader=request.user))
    headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(bytes(picture.content), content_type=picture.media_type, headers=headers)


def keep_photo(request: HttpRequest, person_id: int) -> HttpResponse:
    who = _whom(request, person_id, CORRECT)
    form = forms.PhotoForm(_sent(request), request.FILES or None)
    words = Words(_("A picture of them"), _("Keep the picture"), _("The picture is kept."))
    return _step(request, who, form, words, actions.keep_photo, who, file=lambda: BytesIO(form.cleaned_data["file"]))


def remove_photo(request: HttpRequest, person_id: int) -> HttpResponse:
    who = _whom(request, person_id, CORRECT)
    kept = getattr(who, "photo", None)
    words = Words(
        title=_("Take the picture away"),
        verb=_("Take it away"),
        done=_("The picture is taken away."),
        effect=_("The picture of %(name)s is deleted, also from what is shown of earlier days.") % {"name": who.name},
        tone="harm",
    )
    return _step(request, who, _confirmed(request), words, actions.remove_photo, found(kept))


def add_identifier(request: HttpRequest, person_id: int) -> HttpResponse:
    who = _whom(request, person_id, REGISTER)
    form = forms.NumberForm(_sent(request))
    words = Words(_("Another number of theirs"), _("Keep the number"), _("The number is kept."))
    return _step(request, who, form, words, actions.add_identifier, who, at="number")


def end_identifier(request: HttpRequest, person_id: int, pk: int) -> HttpResponse:
    who = _whom(request, person_id, REGISTER)
    one = found(registry.identifier(who, pk))
    words = Words(
        title=_("This number is no longer valid"),
        verb=_("End it"),
        done=_("The number has ended."),
        effect=_("The number %(number)s counts no longer. It stays on record.") % {"number": one.number},
        undo=_("The same number can be added again."),
    )
    return _step(request, who, forms.BecauseForm(_sent(request)), words, actions.end_identifier, one)


def verify_identifier(request: HttpRequest, person_id: int, pk: int) -> HttpResponse:
    who = _whom(request, person_id, VERIFY)
    one = found(registry.identifier(who, pk))
    words = Words(
        title=_("What the issuer says of a number"),
        verb=_("Keep the answer"),
        done=_("What the issuer said is kept."),
        effect=_("Number %(number)s of %(name)s") % {"number": one.number, "name": who.name},
        undo=_("Another answer of the issuer takes its place."),
    )
    return _step(request, who, forms.VerifyForm(_sent(request)), words, actions.verify_identifier, one)


def add_phone(request: HttpRequest, person_id: int) -> HttpResponse:
    who = _whom(request, person_id, CORRECT)
    form = forms.PhoneForm(_sent(request))
    words = Words(_("Another telephone of theirs"), _("Keep the number"), _("The number is kept."))
    return _step(request, who, form, words, actions.add_phone, who, at="number")


def end_phone(request: HttpRequest, person_id: int, pk: int) -> HttpResponse:
    who = _whom(request, person_id, CORRECT)
    one = found(registry.phone(who, pk))
    words = Words(
        title=_("No longer their telephone"),
        verb=_("End it"),
        done=_("The telephone number has ended."),
        effect=_("Nobody calls %(name)s on %(number)s any more.") % {"name": who.name, "number": one.number},
        undo=_("The same number can be added again."),
    )
    return _step(request, who, _confirmed(request), words, actions.end_phone, one)


def add_name(request: HttpRequest, person_id: int) -> HttpResponse:
    who = _whom(request, person_id, CORRECT)
    form = forms.NameForm(_sent(request))
    words = Words(_("Another name of theirs"), _("Keep the name"), _("The name is kept, and they are found by it."))
    return _step(request, who, form, words, actions.add_name, who, at="given_name")


def remove_name(request: HttpRequest, person_id: int, pk: int) -> HttpResponse:
    who = _whom(request, person_id, CORRECT)
    one = found(registry.other_name(who, pk))
    words = Words(
        title=_("Take a name off the record"),
        verb=_("Take it off"),
        done=_("The name is taken off."),
        effect=_("%(name)s is no longer found by “%(other)s”.") % {"name": who.name, "other": one},
        undo=_("It stays in the history, and can be added again."),
        tone="harm",
    )
    return _step(request, who, _confirmed(request), words, actions.remove_name, one)


def start_residence(request: HttpRequest, person_id: int) -> HttpResponse:
    who = _whom(request, person_id, REGISTER)
    form = forms.ResidenceForm(_sent(request), successors=registry.successors(who, timezone.localdate()))
    words = Words(_("They live in an institution"), _("Keep it"), _("It is kept where they live."))
    return _step(request, who, form, words, lambda **given: _reside(who, given), at="on")


def end_residence(request: HttpRequest, person_id: int, pk: int) -> HttpResponse:
    who = _whom(request, person_id, REGISTER)
    one = found(registry.residence(who, pk))
    words = Words(
        title=_("They left the institution"),
        verb=_("Keep it"),
        done=_("It is kept that they left."),
        effect=_("%(name)s no longer lives there. Say afterwards in which household they live.") % {"name": who.name},
        undo=_("The stay remains on record with both days."),
    )
    return _step(request, who, forms.LeavingForm(_sent(request)), words, actions.end_residence, one, at="on")


def resolve(request: HttpRequest, entity: str, record: int, name: str) -> HttpResponse:
    """Answers of several sources side by side, and which of them holds."""
    shows = {"household": registry.household, "person": registry.person}.get(entity)
    if shows is None:
        raise Http404
    told = shows(record, reader=request.user)
    fact = (told if entity == "household" else told.person).facts.get(name)
    if fact is None or not fact.beside:
        raise Http404
    form = forms.ResolveForm(_sent(request), fact=fact)
    back_url = reverse(f"web:{entity}", args=[record])
    if form.is_valid():
        subject = registry.subject(entity, record)
        given = {"variable": name, "on": timezone.localdate(), "by": request.user, **form.chosen}
        if attempt(form, actions.resolve_answer, subject, **given):
            messages.success(request, _("It is kept which answer holds."))
            return redirect(f"{back_url}#facts")
    code = told.code if entity == "household" else told.person.name
    return render(request, "people/resolve.html", {"form": form, "fact": fact, "back_url": back_url, "back": code})


def _whom(request: HttpRequest, person_id: int, permission: str) -> Any:
    return registry.known_person(person_id, reader=request.user, under=permission)


def _confirmed(request: HttpRequest) -> Form:
    """Nothing is asked but to be sure."""
    return Form(_sent(request))


def _sent(request: HttpRequest) -> Any:
    """What was sent, be it nothing; None when the page is opened."""
    return request.POST if request.method == "POST" else None


def _step(
    request: HttpRequest,
    who: Any,
    form: Form,
    words: Words,
    action: Callable[..., Any],
    *subject: Any,
    at: str = "",
    **told: Callable[[], Any],
) -> HttpResponse:
    """One thing asked and done. What the action refuses is told at the field `at`, or above the form."""
    if form.is_valid():
        given = {"on": timezone.localdate(), **form.cleaned_data, **{name: say() for name, say in told.items()}}
        if attempt(form, action, *subject, by=request.user, **given):
            messages.success(request, words.done)
            return redirect("web:person", who.pk)
        if at:
            form.add_error(at, form.errors.pop("__all__").as_data())
    page = "people/keep_confirm.html" if words.effect else "people/keep.html"
    return render(request, page, {"who": who, "form": form, "words": words})


def _reside(who: Any, given: dict[str, Any]) -> Any:
    """A stay as the form tells it: which institution, and who leads the household they leave."""
    head, institution = given.pop("new_head", None), registry.institution(given.pop("institution"))
    leaves = not given.pop("stays")
    new_head = registry.subject("person", head) if head and leaves else None
    return actions.start_residence(who, institution=institution, leaves_household=leaves, new_head=new_head, **given)
