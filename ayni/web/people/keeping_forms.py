"""What is asked to keep a picture, a number, a telephone, another name, a stay in an institution, a true answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons.uploads import kinds
from ayni.registry import actions
from ayni.registry import queries as registry
from ayni.web import figures, uploads

#: Codes of ISO 15924 for the letters that names are most often written in.
SCRIPTS = {
    "": gettext_lazy("Not told"),
    "Arab": gettext_lazy("Arabic letters"),
    "Armn": gettext_lazy("Armenian letters"),
    "Beng": gettext_lazy("Bengali letters"),
    "Cyrl": gettext_lazy("Cyrillic letters"),
    "Deva": gettext_lazy("Devanagari letters"),
    "Ethi": gettext_lazy("Ethiopic letters"),
    "Geor": gettext_lazy("Georgian letters"),
    "Grek": gettext_lazy("Greek letters"),
    "Hans": gettext_lazy("Chinese letters"),
    "Hebr": gettext_lazy("Hebrew letters"),
    "Khmr": gettext_lazy("Khmer letters"),
    "Latn": gettext_lazy("Latin letters"),
    "Mymr": gettext_lazy("Burmese letters"),
    "Sinh": gettext_lazy("Sinhala letters"),
    "Taml": gettext_lazy("Tamil letters"),
    "Tfng": gettext_lazy("Tifinagh letters"),
    "Thai": gettext_lazy("Thai letters"),
}


def _day(label: Any, *, required: bool = False, may_come: bool = False, hint: Any = "") -> forms.DateField:
    return Day(
        label=label,
        required=required,
        may_come=may_come,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("There is no such day. Write it as 2026-07-01."),
            "required": gettext_lazy("Say the day."),
        },
    )


def _words(label: Any, *, required: str = "", most: int = 200, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=bool(required),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": required,
            "max_length": gettext_lazy("This is too long: write %(limit_value)d letters at most."),
        },
    )


class Day(forms.DateField):
    """A day, which has come already unless it may be one to come."""

    def __init__(self, *, may_come: bool, **more: Any) -> None:
        self.may_come = may_come
        super().__init__(**more)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day > timezone.localdate() and not self.may_come:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class PhotoForm(forms.Form):
    file = uploads.UploadField(
        kinds=(kinds.JPEG, kinds.PNG),
        largest=actions.LARGEST_PHOTO,
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "The face, from the front. A large picture is made smaller on this device before it is sent; where "
            "and with what it was taken is cut out of it."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "data-smaller": "640"}),
        error_messages={"required": gettext_lazy("Choose a picture, or take one.")},
    )


class NumberForm(forms.Form):
    type = forms.ChoiceField(
        label=gettext_lazy("What kind of number"),
        choices=lambda: [("", ""), *((code, one["label"]) for code, one in settings.AYNI_IDENTIFIERS.items())],
        error_messages={"required": gettext_lazy("Choose what kind of number it is.")},
    )
    number = _words(
        gettext_lazy("Number"),
        required=gettext_lazy("Write the number."),
        most=80,
        hint=gettext_lazy("As it stands on the document; spaces and dashes do not matter."),
    )
    issuer = _words(gettext_lazy("Who issued it"), most=60, hint=gettext_lazy("An office, a district, a country."))
    valid_from = _day(gettext_lazy("Valid from"))
    valid_to = _day(gettext_lazy("Valid until"), may_come=True)
    seen = forms.BooleanField(label=gettext_lazy("I have seen the document"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("valid_from"), said.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("It ends before it begins. Check both days."))
        return said


class BecauseForm(forms.Form):
    """Why something ends."""

    because = _words(
        gettext_lazy("Why"),
        required=gettext_lazy("Say why."),
        hint=gettext_lazy("Such as: lost, replaced by a new one, taken back."),
    )


class VerifyForm(forms.Form):
    is_theirs = forms.TypedChoiceField(
        label=gettext_lazy("What did the issuer say?"),
        choices=[("yes", gettext_lazy("The number is theirs")), ("no", gettext_lazy("The number is not theirs"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what the issuer answered.")},
    )


class PhoneForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the number.")},
    )
    use = forms.ChoiceField(label=gettext_lazy("Whose it is"), choices=lambda: list(registry.PHONE_USES.items()))
    is_main = forms.BooleanField(label=gettext_lazy("Call them on this number first"), required=False)


class NameForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What name it is"),
        choices=lambda: [("", ""), *registry.NAME_KINDS.items()],
        error_messages={"required": gettext_lazy("Choose what name it is.")},
    )
    given_name = _words(gettext_lazy("Given name"), most=120)
    family_name = _words(gettext_lazy("Family name"), most=120)
    script = forms.ChoiceField(label=gettext_lazy("Written in"), choices=lambda: list(SCRIPTS.items()), required=False)
    since = _day(gettext_lazy("Since"))


class ResidenceForm(forms.Form):
    """Who lives where, why and since when; who leads the household they leave is asked of its head alone."""

    institution = forms.TypedChoiceField(
        label=gettext_lazy("Institution"),
        coerce=int,
        error_messages={"required": gettext_lazy("Choose the institution.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why they live there"),
        choices=lambda: [("", ""), *registry.RESIDENCE_REASONS.items()],
        error_messages={"required": gettext_lazy("Choose why they live there.")},
    )
    on = _day(gettext_lazy("Since"), required=True)
    evidence = _words(
        gettext_lazy("By what it is known"), hint=gettext_lazy("Such as a letter or an order of a court.")
    )
    stays = forms.BooleanField(
        label=gettext_lazy("They stay a member of their household, as a child at a boarding school does"),
        required=False,
    )
    new_head = forms.TypedChoiceField(label=gettext_lazy("Who leads the household now"), coerce=int, required=False)

    def __init__(self, data: Any, *, successors: Sequence[tuple[int, str]]) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        institutions = registry.homes_for_people(timezone.localdate())
        self.fields["institution"].choices = [("", ""), *institutions]
        self.fields["new_head"].choices = [("", ""), *successors]
        self.has_institutions = bool(institutions)
        if not successors:
            del self.fields["new_head"]


class LeavingForm(forms.Form):
    on = _day(gettext_lazy("When they left"), required=True)
    because = _words(gettext_lazy("Why they left"), required=gettext_lazy("Say why they left."))

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})


class ResolveForm(forms.Form):
    """Which of several answers holds: each with who told it, when, and how sure it is."""

    told = forms.ChoiceField(
        label=gettext_lazy("Which answer is right?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the answer that is right.")},
    )
    reason = _words(
        gettext_lazy("How you know"),
        required=gettext_lazy("Say how you know; whoever asks later reads it."),
        hint=gettext_lazy("Such as: I saw the house. Write nothing that is secret."),
    )

    def __init__(self, data: Any, *, fact: Any) -> None:
        super().__init__(data)
        self.fields["told"].choices = [(_key(one), _said(one)) for one in (fact, *fact.beside)]

    @property
    def chosen(self) -> dict[str, Any]:
        source, _bar, day = self.cleaned_data["told"].rpartition("|")
        return {"source": source, "observed_on": date.fromisoformat(day), "reason": self.cleaned_data["reason"]}


def _key(fact: Any) -> str:
    return f"{fact.source}|{fact.observed_on.isoformat()}"


def _said(fact: Any) -> str:
    told = {"answer": _apart(fact.value), "source": _apart(fact.source), "day": _apart(figures.day(fact.observed_on))}
    told["sure"] = str(registry.CONFIDENCES.get(fact.confidence, ""))
    return _("%(answer)s — %(source)s, %(day)s. %(sure)s") % told


def _apart(text: Any) -> str:
    """A part of a line in its own direction, whatever that of the line is."""
    return f"\u2068{text}\u2069"
