"""What is asked of institutions and places: which ones, a new one, what it offers, a mobile team's days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ayni.commons.directory.actions.places import NewInstitution, NewOffer, NewStop
from ayni.commons.directory.importing import NewPlace
from ayni.commons.directory.queries import institution, places
from ayni.web.places import asked, words

YES_NO = (("", _("Not known")), ("yes", _("Yes")), ("no", _("No")))
ANSWERS = {"yes": True, "no": False, "": None}
CODE = {
    "label": _("Code"),
    "max_length": 40,
    "help_text": _("A short word or number that stays."),
    "error_messages": {"required": _("Give the code")},
}


class PlaceFilter(forms.Form):
    """Which places of the list: the address bar is the state."""

    text = forms.CharField(
        label=_("Name, code or address"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *words.PLACES.items()])
    service = forms.ChoiceField(label=_("Service"), required=False)
    area = asked.CodeField(label=_("Code of an area"), required=False, max_length=32)
    which = forms.ChoiceField(
        label=_("Which"), required=False, choices=[("", _("Open now")), ("all", _("Also closed ones"))]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        services = [(one.code, str(one)) for one in places.services()]
        self.fields["service"].choices = [("", _("All")), *services]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        told = {name: self.cleaned_data.get(name) or "" for name in ("text", "kind", "service", "area")}
        return {**told, "is_open": self.cleaned_data.get("which") != "all"}


class InstitutionFilter(forms.Form):
    text = forms.CharField(
        label=_("Name or code"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *words.INSTITUTIONS.items()])

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in ("text", "kind")}


class InstitutionField(asked.CodeField):
    """The code of an institution there is."""

    def clean(self, value: Any) -> str:
        code = str(super().clean(value) or "").strip()
        if code and institution(code) is None:
            raise forms.ValidationError(_("There is no institution of this code"))
        return code


class PlaceForm(forms.Form):
    """An office or delivery point."""

    code = asked.CodeField(**CODE)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(words.PLACES.items()))
    institution = InstitutionField(
        label=_("Code of the institution"), max_length=40, error_messages={"required": _("Give the code")}
    )
    area = asked.AreaField(
        label=_("Code of the area it lies in"), max_length=32, error_messages={"required": _("Give the code")}
    )
    address = forms.CharField(label=_("Address, or how to find it"), max_length=300, required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    hours = forms.CharField(
        label=_("Opening hours"), max_length=300, required=False, help_text=_("Monday to Friday 8:00 to 16:00")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=120, required=False)
    accessible = forms.ChoiceField(label=_("Can people with a wheelchair come in?"), choices=YES_NO, required=False)
    access_notes = forms.CharField(label=_("About coming in"), max_length=300, required=False)
    serves = forms.CharField(
        label=_("Codes of the areas it serves"),
        help_text=_("One on each line. Empty: the area it lies in."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )
    since = asked.day(_("Open since"))
    until = asked.day(_("Open until"), help_text=_("The first day on which it is closed."))

    def __init__(self, data: Any = None, *, before: Any = None) -> None:
        self.before = before
        super().__init__(data, initial=_of_place(before) if before else None)
        asked.name_fields(self)
        self.order_fields(["code", *(f"name_{code}" for code, _language in settings.LANGUAGES)])
        if before:
            self.fields["code"].disabled = True

    def clean(self) -> dict[str, Any]:
        super().clean()
        if (self.cleaned_data.get("latitude") is None) != (self.cleaned_data.get("longitude") is None):
            self.add_error("latitude", _("Give latitude and longitude, or neither."))
        return self.cleaned_data

    @property
    def place(self) -> NewPlace:
        told = self.cleaned_data
        plain = ("code", "kind", "institution", "area", "address", "latitude", "longitude", "hours", "phone", "email")
        return NewPlace(
            names=asked.names(told, self.before.names if self.before else None),
            is_accessible=ANSWERS[told["accessible"]],
            serves=tuple(dict.fromkeys(told["serves"].split())),
            **{name: told[name] for name in (*plain, "access_notes", "since", "until")},
        )


class InstitutionForm(forms.Form):
    """A ministry, agency, organisation or residential institution."""

    code = asked.CodeField(**CODE)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(words.INSTITUTIONS.items()))
    parent = InstitutionField(label=_("Code of the institution it belongs to"), max_length=40, required=False)
    area = asked.AreaField(label=_("Code of the area it works in"), max_length=32, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=120, required=False)
    capacity = forms.IntegerField(
        label=_("How many it houses"), required=False, min_value=0, help_text=_("For a residential institution.")
    )
    licensed_until = asked.day(_("Its licence holds until"), help_text=_("For a residential institution."))
    since = asked.day(_("There since"))
    until = asked.day(_("There until"))

    def __init__(self, data: Any = None, *, before: Any = None) -> None:
        self.before = before
        super().__init__(data, initial=_of_institution(before) if before else None)
        asked.name_fields(self)
        for code, language in settings.LANGUAGES:
            self.fields[f"houses_{code}"] = forms.CharField(
                label=_("Whom it houses, in %(language)s") % {"language": language}, required=False, max_length=300
            )
        languages = [code for code, _language in settings.LANGUAGES]
        tail = ["capacity", *(f"houses_{code}" for code in languages), "licensed_until", "since", "until"]
        head = ["code", *(f"name_{code}" for code in languages), "kind", "parent", "area", "phone", "email"]
        self.order_fields([*head, *tail])
        if before:
            self.fields["code"].disabled = True

    @property
    def institution(self) -> NewInstitution:
        told = self.cleaned_data
        plain = ("code", "kind", "parent", "area", "phone", "email", "capacity", "licensed_until", "since", "until")
        houses = {code: told[f"houses_{code}"] for code, _language in settings.LANGUAGES if told[f"houses_{code}"]}
        names = asked.names(told, self.before.names if self.before else None)
        return NewInstitution(names=names, houses=houses, **{name: told[name] for name in plain})


class ServiceForm(forms.Form):
    """Something that is offered."""

    code = asked.CodeField(**CODE)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        asked.name_fields(self)


class OfferForm(forms.Form):
    """What a place offers, and to whom."""

    service = forms.ChoiceField(label=_("Service"), error_messages={"required": _("Choose a service")})
    age_from = forms.IntegerField(label=_("From this age"), required=False, min_value=0, max_value=120)
    age_to = forms.IntegerField(label=_("To this age"), required=False, min_value=0, max_value=120)
    sex = forms.ChoiceField(label=_("For whom"), required=False, choices=list(words.SEXES.items()))
    conditions = forms.CharField(label=_("Conditions"), required=False, max_length=300)
    since = asked.day(_("Since"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        services = [(one.code, str(one)) for one in places.services()]
        self.fields["service"].choices = services  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, last = self.cleaned_data.get("age_from"), self.cleaned_data.get("age_to")
        if first is not None and last is not None and last < first:
            self.add_error("age_to", _("The last age is before the first. Correct one of them."))
        return self.cleaned_data

    def offer(self, language: str) -> NewOffer:
        told = self.cleaned_data
        conditions = {language: told["conditions"]} if told["conditions"] else {}
        plain = {name: told[name] for name in ("service", "age_from", "age_to", "sex", "since")}
        return NewOffer(conditions=conditions, **plain)


class StopForm(forms.Form):
    """A day of a mobile team."""

    area = asked.AreaField(label=_("Code of the area"), max_length=32, error_messages={"required": _("Give the code")})
    on = asked.day(_("Day"), required=True, initial=timezone.localdate)
    opens = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=_("To"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    spot = forms.CharField(label=_("Where exactly"), max_length=200, required=False)

    @property
    def stop(self) -> NewStop:
        return NewStop(**self.cleaned_data)


class NearForm(forms.Form):
    """From where, and what is looked for."""

    area = asked.AreaField(label=_("Code of an area"), max_length=32, required=False)
    latitude = forms.FloatField(label=_("or latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("and longitude"), required=False, min_value=-180, max_value=180)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *words.PLACES.items()])
    service = forms.ChoiceField(label=_("Service"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        services = [(one.code, str(one)) for one in places.services()]
        self.fields["service"].choices = [("", _("All")), *services]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = self.cleaned_data
        if not told.get("area") and (told.get("latitude") is None or told.get("longitude") is None):
            raise forms.ValidationError(_("Give the code of an area, or latitude and longitude."))
        return told


def _of_place(place: Any) -> dict[str, Any]:
    plain = ("code", "kind", "address", "latitude", "longitude", "hours", "phone", "email", "access_notes")
    return {
        **{name: getattr(place, name) for name in (*plain, "since", "until")},
        **asked.spelt(place.names),
        "institution": place.institution.code,
        "area": place.area.code,
        "accessible": {True: "yes", False: "no", None: ""}[place.is_accessible],
        "serves": "\n".join(area.code for area in place.serves.all()),
    }


def _of_institution(one: Any) -> dict[str, Any]:
    plain = ("code", "kind", "phone", "email", "capacity", "licensed_until", "since", "until")
    return {
        **{name: getattr(one, name) for name in plain},
        **asked.spelt(one.names),
        **{f"houses_{code}": text for code, text in one.houses.items()},
        "parent": one.parent.code if one.parent else "",
        "area": one.area.code if one.area else "",
    }
