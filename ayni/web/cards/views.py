"""The cards of one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.identity import actions, queries
from ayni.web.attempts import attempt, found
from ayni.web.cards import forms
from ayni.web.people.keeping import Words


def of_person(request: HttpRequest, person_id: int) -> HttpResponse:
    who = queries.holder(person_id, reader=request.user)
    cards = queries.cards_of(who.pk)
    present = next((one for one in cards if one.ended_on is None), None)
    shown = {"who": who, "cards": cards, "present": present, "on": timezone.localdate()}
    return render(request, "cards/person.html", shown)


def give(request: HttpRequest, person_id: int) -> HttpResponse:
    who = queries.holder(person_id, reader=request.user)
    form = forms.OfficeForm(_sent(request), initial=forms.office(request.user))
    words = Words(
        title=_("Give a card"),
        verb=_("Give the card"),
        done=_("The card is made. Print it now, or later from here."),
        effect=_("%(name)s gets a card that counts for some years. It says the name, the number, the year of birth.")
        % {"name": who.name},
        undo=_("A card can be ended at any time."),
    )
    return _step(request, who, form, words, actions.issue_card, who)


def replace(request: HttpRequest, card_id: int) -> HttpResponse:
    card = found(queries.card(card_id, reader=request.user))
    form = forms.ReplaceForm(_sent(request), reasons=actions.REPLACED_FOR, initial=forms.office(request.user))
    words = Words(
        title=_("Replace a card"),
        verb=_("End the old card and give a new one"),
        done=_("The old card counts no longer, and the new one is made."),
        effect=_("Card %(serial)s counts no longer from now on, wherever it is.") % {"serial": card.serial_shown},
        tone="harm",
    )
    return _step(request, card.person, form, words, actions.replace_card, card)


def end(request: HttpRequest, card_id: int) -> HttpResponse:
    card = found(queries.card(card_id, reader=request.user))
    form = forms.BecauseForm(_sent(request), reasons=actions.ENDED_FOR)
    words = Words(
        title=_("End a card"),
        verb=_("End the card"),
        done=_("The card counts no longer."),
        effect=_("Card %(serial)s counts no longer from now on, wherever it is.") % {"serial": card.serial_shown},
        tone="harm",
    )
    return _step(request, card.person, form, words, actions.end_card, card)


def printed(request: HttpRequest, card_id: int) -> HttpResponse:
    """Both sides, to be printed, cut out and folded."""
    card = found(queries.card(card_id, reader=request.user))
    language, second = forms.languages(request)
    form = forms.LanguagesForm({"language": language, "second": second})
    pair = queries.card_pair(card, language=language, second=second)
    shown = {"card": card, "form": form, "pair": pair}
    return render(request, "cards/print.html", shown)


def square(request: HttpRequest, card_id: int) -> HttpResponse:
    """The square code alone, for a printer of plastic cards."""
    card = found(queries.card(card_id, reader=request.user))
    headers = {"Content-Disposition": f'attachment; filename="card-{card.serial}.png"'}
    return HttpResponse(queries.card_square(card), content_type="image/png", headers=headers)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step(request: HttpRequest, who: Any, form: Any, words: Words, action: Any, subject: Any) -> HttpResponse:
    """One thing asked and done."""
    if form.is_valid() and attempt(
        form, action, subject, on=timezone.localdate(), by=request.user, **form.cleaned_data
    ):
        messages.success(request, words.done)
        return redirect("web:person_cards", who.pk)
    return render(request, "cards/step.html", {"who": who, "form": form, "words": words})
