from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ayni.registry import queries as registry

OLDEST = 130  # years


class SearchForm(forms.Form):
    """What is looked for: the address bar is the state. A filter that cannot be read is none."""

    q = forms.CharField(
        label=_("Name, phone, number or place"),
        help_text=_(
            "In any script and spelling; part of a name is enough. A number looks like H00000012 or P00000012."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    area = forms.CharField(
        label=_("Area"), max_length=64, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", _("All")), ("female", _("Female")), ("male", _("Male"))]
    )
    age_from = forms.IntegerField(label=_("Age from"), required=False, min_value=0, max_value=OLDEST)
    age_to = forms.IntegerField(label=_("Age to"), required=False, min_value=0, max_value=OLDEST)
    lives = forms.ChoiceField(
        label=_("Lives"),
        required=False,
        choices=[
            ("", _("All")),
            ("household", _("In a household")),
            ("institution", _("In an institution")),
            ("dead", _("Has died")),
        ],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()
        called = self.cleaned_data.get("area", "").strip()
        #: Areas called as the filter says; the first is looked in.
        self.areas = registry.areas_called(called) if called else ()

    @property
    def narrowing(self) -> list[forms.BoundField]:
        return [self[name] for name in ("area", "sex", "age_from", "age_to", "lives")]

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) not in ("", None) for name in self.fields if name != "q")

    def text(self) -> str:
        """What to look for; nothing when it cannot be read."""
        return str(self.cleaned_data.get("q", "")).strip()

    def narrowed(self) -> registry.Narrowed:
        given = self.cleaned_data
        asked = given.get("area", "").strip()
        return registry.Narrowed(
            area=self.areas[0].code if self.areas else asked,
            sex=given.get("sex", ""),
            age_from=given.get("age_from"),
            age_to=given.get("age_to"),
            lives=given.get("lives", ""),
        )

    def asked(self) -> dict[str, str]:
        """The same as the address bar says it, for a saved list and the audit."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value not in ("", None)}


class ListForm(forms.Form):
    """A name for a list; `asked` is the address that it stands for."""

    name = forms.CharField(
        label=_("Name of the list"),
        max_length=80,
        error_messages={"required": _("Give the list a name, so that you find it again.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DayForm(forms.Form):
    """As it stood on which day: as is known of it now, or as it was known then."""

    on = forms.DateField(
        label=_("As it stood on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 2026-07-01")},
    )
    known = forms.ChoiceField(
        label=_("As"),
        required=False,
        choices=[("now", _("we know it now")), ("then", _("we knew it then"))],
    )

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on is not None and on > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return on

    def asked(self) -> dict[str, date | None]:
        """What the record is asked for; today when no day was said, or none that can be read."""
        on = self.cleaned_data.get("on") if self.is_valid() else None
        return {"on": on, "known_on": on if on and self.cleaned_data["known"] == "then" else None}


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What do you need them for?"),
        help_text=_("It is recorded with your name. The person can be shown who opened these answers, and why."),
        choices=lambda: [("", ""), *registry.PURPOSES.items()],
        error_messages={"required": _("Choose what you need them for.")},
    )
    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("Such as the number of a complaint. Write nothing of the answers themselves."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
