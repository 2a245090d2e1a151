"""What is asked to write a household down: where it lives, then its people one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.commons.access.models import User
from ayni.registry import queries as registry

OLDEST = 125


class Choices(forms.RadioSelect):
    """A few choices, to the whole of which an error leads."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_ if index is None else str(super().id_for_label(id_, index))


class PlaceForm(forms.Form):
    """The first step: the area, and how to find the house in it."""

    area = forms.ChoiceField(
        label=gettext_lazy("Village or neighbourhood"),
        error_messages={"required": gettext_lazy("Choose where the household lives")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    directions = forms.CharField(
        label=gettext_lazy("How to find the house"),
        help_text=gettext_lazy("Such as: behind the school, the blue door."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, reader: User, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.reader = reader
        listed = registry.places(reader)
        if listed:
            choices = [(one.code, f"{one.name} ({one.parent.name})" if one.parent else one.name) for one in listed]
            self.fields["area"].choices = [("", ""), *choices]
        else:
            self.fields["area"] = forms.CharField(
                label=gettext_lazy("Village or neighbourhood"),
                help_text=gettext_lazy("Its name or its code."),
                error_messages={"required": gettext_lazy("Say where the household lives")},
                max_length=100,
            )

    def clean_area(self) -> str:
        asked: str = self.cleaned_data["area"].strip()
        if isinstance(self.fields["area"], forms.ChoiceField):
            return asked
        found = registry.places_called(asked, self.reader)
        if len(found) == 1:
            return found[0].code
        if found:
            listed = ", ".join(f"{one.name} ({one.code})" for one in found)
            raise forms.ValidationError(_("Several places have this name. Write the code of one: %s.") % listed)
        raise forms.ValidationError(_("No place in your areas has this name or code. Look how it is spelt."))


class MemberForm(forms.Form):
    """One person. Everything but a name and what they are to the head may stay unknown."""

    given_name = forms.CharField(
        label=gettext_lazy("Given name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the given name")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    family_name = forms.CharField(
        label=gettext_lazy("Family name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    relationship = forms.ChoiceField(
        label=gettext_lazy("What they are to the head"),
        error_messages={"required": gettext_lazy("Choose what they are to the head of the household")},
        widget=Choices,
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        required=False,
        choices=[
            ("female", gettext_lazy("Female")),
            ("male", gettext_lazy("Male")),
            ("", pgettext_lazy("an answer", "Not known")),
        ],
        widget=Choices,
    )
    age = forms.IntegerField(
        label=gettext_lazy("Age in years"),
        help_text=gettext_lazy("As well as it is known. Leave it empty when nobody knows."),
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write the age as a whole number of years")},
    )
    born = forms.DateField(
        label=gettext_lazy("Or the day of birth, if it is known"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as 2026-07-01")},
    )
    mother = forms.ChoiceField(label=gettext_lazy("Mother, if she lives here"), required=False)
    father = forms.ChoiceField(label=gettext_lazy("Father, if he lives here"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    given_name_latin = forms.CharField(
        label=gettext_lazy("Given name in Latin letters"), max_length=120, required=False
    )
    family_name_latin = forms.CharField(
        label=gettext_lazy("Family name in Latin letters"), max_length=120, required=False
    )

    def __init__(self, data: Any, *, members: Sequence[dict[str, Any]], number: int) -> None:
        """`number` is the person's place from 1; one more than there are members is somebody new."""
        held = members[number - 1] if number <= len(members) else {}
        super().__init__(data, initial=held or self._begun(members))
        others = [(place, one) for place, one in enumerate(members, start=1) if place != number]
        if number == 1:
            self.fields["relationship"].required = False
            self.fields["relationship"].choices = [("head", registry.RELATIONSHIPS["head"])]
        else:
            said = registry.RELATIONSHIPS.items()
            self.fields["relationship"].choices = [(code, words) for code, words in said if code != "head"]
        for name, sex in (("mother", "male"), ("father", "female")):
            able = [(str(place), _named(one)) for place, one in others if one.get("sex") != sex]
            self.fields[name].choices = [("", pgettext_lazy("an answer", "Not known")), *able]
            if not able:
                del self.fields[name]
        self.is_head = number == 1

    @staticmethod
    def _begun(members: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Most have the family name of the one before; nothing else is guessed."""
        return {"family_name": members[-1].get("family_name", "")} if members else {}

    def clean_born(self) -> Any:
        born = self.cleaned_data["born"]
        if born is not None and born > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the day of birth."))
        return born

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("born") and said.get("age") is not None:
            self.add_error("age", _("Say the age or the day of birth, not both."))
        return said

    def told(self) -> dict[str, Any]:
        """What was written, as a draft keeps it."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if self.is_head:
            said["relationship"] = "head"
        if "born" in said:
            said["born"] = said["born"].isoformat()
        if "age" in said:
            said["asked_on"] = timezone.localdate().isoformat()
        for name in ("mother", "father"):
            if name in said:
                said[name] = int(said[name])
        return said


def _named(one: dict[str, Any]) -> str:
    return f"{one.get('given_name', '')} {one.get('family_name', '')}".strip()
