"""Fields that several forms of areas and places ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ayni.commons.directory import errors, planning
from ayni.kernel.refusals import Refused

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CodeField(forms.CharField):
    """A code, written from left to right."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"})
        super().__init__(**{"max_length": 64, "widget": widget, **more})


class AreaField(CodeField):
    """The code of an area there is now; one that ended is answered with what it became."""

    def clean(self, value: Any) -> str:
        code = str(super().clean(value) or "").strip()
        if code:
            try:
                planning.standing(code)
            except (errors.UnknownArea, errors.AreaEnded) as refused:
                raise forms.ValidationError(str(refused)) from refused
        return code


def day(label: Any, *, required: bool = False, **more: Any) -> forms.DateField:
    wrong = {"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")}
    return forms.DateField(label=label, required=required, widget=DAY, error_messages=wrong, **more)


def name_fields(form: forms.Form, *, label: Any = None) -> None:
    """A name in each language of the screens; one is enough."""
    for code, language in settings.LANGUAGES:
        form.fields[f"name_{code}"] = forms.CharField(
            label=(label or _("Name in %(language)s")) % {"language": language},
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"lang": code, "dir": "rtl" if code in settings.LANGUAGES_BIDI else "ltr"}),
        )


def names(answers: Mapping[str, Any], before: Mapping[str, str] | None = None) -> dict[str, str]:
    """The names that were given; those in languages that the form does not ask for stay."""
    asked = {code: answers[f"name_{code}"].strip() for code, _language in settings.LANGUAGES}
    kept = {code: text for code, text in (before or {}).items() if code not in asked}
    return {**{code: text for code, text in asked.items() if text}, **kept}


def spelt(names: Mapping[str, str]) -> dict[str, str]:
    """What the name fields begin with."""
    return {f"name_{code}": names.get(code, "") for code, _language in settings.LANGUAGES}


def parts(text: str) -> list[list[str]]:
    """Lines of parts between bars: "N1A | Upper Hill | Colline"."""
    return [[part.strip() for part in line.split("|")] for line in text.splitlines() if line.strip()]


class PlainForm(forms.Form):
    """Nothing to fill in: only to say yes."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("One or two sentences, for whoever asks later."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason")},
    )


def attempt_to(read: Any, *args: Any, **given: Any) -> Any:
    """What a reader of files gives; its refusal is the form's."""
    try:
        return read(*args, **given)
    except Refused as refused:
        raise forms.ValidationError(str(refused)) from refused
