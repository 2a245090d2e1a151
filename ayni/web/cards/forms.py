"""What is asked to give, replace or end a card, and to print many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.commons.directory import queries as directory
from ayni.identity import queries

BECAUSE = {
    "lost": pgettext_lazy("a card", "Lost"),
    "stolen": pgettext_lazy("a card", "Stolen"),
    "damaged": pgettext_lazy("a card", "Damaged"),
    "changed": pgettext_lazy("a card", "What is on it has changed"),
    "taken_back": pgettext_lazy("a card", "Taken back"),
}


def _office() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Office that gives the card"),
        help_text=gettext_lazy("It stands on the card. At most 40 letters."),
        max_length=40,
        error_messages={"required": gettext_lazy("Say which office gives the card")},
    )


class OfficeForm(forms.Form):
    office = _office()


class BecauseForm(forms.Form):
    because = forms.ChoiceField(
        label=gettext_lazy("Why"), error_messages={"required": gettext_lazy("Say why the card ends")}
    )

    def __init__(self, data: Any = None, *, reasons: Sequence[str], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["because"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((one, BECAUSE[one]) for one in reasons)]


class ReplaceForm(BecauseForm):
    office = _office()


class LanguagesForm(forms.Form):
    """In which one or two languages a card is written."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the card"))
    second = forms.ChoiceField(label=gettext_lazy("Second language"), required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for name, first in (("language", ()), ("second", (("", gettext_lazy("None")),))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*first, *settings.LANGUAGES]


class SheetForm(LanguagesForm):
    area = forms.CharField(
        label=gettext_lazy("Code of the area"),
        help_text=gettext_lazy("Everybody who lives there and has no card gets one."),
        max_length=32,
        error_messages={"required": gettext_lazy("Name the area by its code")},
    )
    youngest = forms.IntegerField(
        label=gettext_lazy("From which age"),
        help_text=gettext_lazy("In years. 0 for everybody; else those whose age is not known are left out."),
        min_value=0,
        max_value=120,
        initial=0,
    )
    office = _office()
    field_order = ("area", "youngest", "office", "language", "second")

    def clean_area(self) -> Any:
        found = directory.area(self.cleaned_data["area"].strip())
        if found is None:
            raise forms.ValidationError(_("No area has this code. Codes are listed under Places."))
        return found


def languages(request: Any) -> tuple[str, str]:
    """In which languages a card is shown, from the address; the reader's own at first."""
    form = LanguagesForm(request.GET if "language" in request.GET else None)
    if form.is_valid():
        return form.cleaned_data["language"], form.cleaned_data["second"]
    return request.LANGUAGE_CODE, ""


def office(reader: Any) -> dict[str, str]:
    """What the reader wrote on the last card."""
    return {"office": queries.last_office(reader)}
