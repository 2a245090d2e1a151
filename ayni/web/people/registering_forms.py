"""What is asked to write a household down: where it lives, then its people one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.commons.access.models import User
from ayni.kernel import partial_dates
from ayni.kernel.refusals import Refused
from ayni.registry import actions
from ayni.registry import queries as registry

OLDEST = 125
LONGEST = 20_000  # letters kept of what was typed into a box, however long it should have been
#: So many are offered as a choice each; more are chosen from a list.
FEW = 4
NAMES = ("given_name", "family_name", "given_name_latin", "family_name_latin")
BIRTH = ("born_day", "born_month", "born_year")


def _figures(most: int) -> forms.TextInput:
    """A box for a few figures, with the keys of numbers; no arrows that a thumb meets by mistake."""
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": most + 2})


def _name(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=120,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words", "enterkeyhint": "next"}),
        error_messages={
            "required": gettext_lazy("Write the given name"),
            "max_length": gettext_lazy("This name is too long. Write it with 120 letters at most."),
        },
    )


def _part(label: Any, most: int) -> forms.IntegerField:
    """A part of a day, in figures."""
    wrong = {"invalid": gettext_lazy("Write the day, the month and the year in figures, such as 5, 7, 2019.")}
    return forms.IntegerField(label=label, required=False, widget=_figures(most), error_messages=wrong)


def _parent(field: forms.Field, able: list[tuple[str, str]]) -> forms.ChoiceField:
    """A few people are a choice each, many a list; and nobody has to be known."""
    unknown = ("", pgettext_lazy("an answer", "Not known"))
    if len(able) > FEW:
        return forms.ChoiceField(label=field.label, required=False, choices=[unknown, *able])
    return forms.ChoiceField(label=field.label, required=False, choices=[*able, unknown], widget=Choices)


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

    given_name = _name(gettext_lazy("Given name"), required=True)
    family_name = _name(gettext_lazy("Family name"))
    relationship = forms.ChoiceField(
        label=gettext_lazy("What they are to the head"),
        error_messages={
            "required": gettext_lazy("Choose what they are to the head of the household"),
            "invalid_choice": gettext_lazy(
                "A household has one head, who is written down first. Choose what they are."
            ),
        },
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
        widget=_figures(3),
        error_messages={
            "invalid": gettext_lazy("Write the age as a whole number of years"),
            "min_value": gettext_lazy("Write the age as a whole number of years, 0 for a baby"),
            "max_value": gettext_lazy("Nobody is known to have lived so long. Check the age."),
        },
    )
    born_day = _part(gettext_lazy("Day"), 2)
    born_month = _part(gettext_lazy("Month"), 2)
    born_year = _part(gettext_lazy("Year"), 4)
    mother = forms.ChoiceField(label=gettext_lazy("Mother, if she lives here"), required=False)
    father = forms.ChoiceField(label=gettext_lazy("Father, if he lives here"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    given_name_latin = _name(gettext_lazy("Given name in Latin letters"))
    family_name_latin = _name(gettext_lazy("Family name in Latin letters"))

    def __init__(
        self, data: Any, *, members: Sequence[dict[str, Any]], number: int, begun: Mapping[str, Any] | None = None
    ) -> None:
        """`number` is the person's place from 1; one more than there are members is somebody new. `begun` is what was
        typed of them before and not kept."""
        held = _split(members[number - 1]) if number <= len(members) else self._following(members)
        super().__init__(data, initial=dict(begun) if begun else held)
        self.members = members
        others = [(place, one) for place, one in enumerate(members, start=1) if place != number]
        if number == 1:
            self.fields["relationship"].required = False
            self.fields["relationship"].choices = [("head", registry.RELATIONSHIPS["head"])]
        else:
            said = registry.RELATIONSHIPS.items()
            self.fields["relationship"].choices = [(code, words) for code, words in said if code != "head"]
        for name, sex in (("mother", "male"), ("father", "female")):
            able = [(str(place), _named(one)) for place, one in others if one.get("sex") != sex and _is_grown(one)]
            if not able:
                del self.fields[name]
            else:
                self.fields[name] = _parent(self.fields[name], able)
        self.is_head = number == 1
        if data is None and 1 < number == len(members) + 1:
            self.fields["given_name"].widget.attrs["autofocus"] = True  # one after another is written down

    @property
    def birth(self) -> list[forms.BoundField]:
        return [self[name] for name in BIRTH]

    @property
    def is_birth_wrong(self) -> bool:
        return any(field.errors for field in self.birth)

    @property
    def tells_birth(self) -> bool:
        """Whether more than an age is told of the birth, or was wrong."""
        return any(field.value() or field.errors for field in self.birth)

    @property
    def tells_more(self) -> bool:
        return any(self[name].value() or self[name].errors for name in (*NAMES[2:], "phone"))

    @property
    def parents(self) -> list[forms.BoundField]:
        return [self[name] for name in ("mother", "father") if name in self.fields]

    @staticmethod
    def _following(members: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Most have the family name of the one before; nothing else is guessed."""
        return {"family_name": members[-1].get("family_name", "")} if members else {}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in NAMES:
            if said.get(name):
                self._try(name, actions.check_name, said[name])
        self._birth(said)
        for kind in ("mother", "father"):
            if said.get(kind) and not self.errors:
                parent = self.members[int(said[kind]) - 1]
                born, by = (registry.born(one, timezone.localdate())[0] for one in (self.told(), parent))
                self._try(kind, actions.check_parent, _named(parent), by, _named(said), born, kind)
        return said

    def told(self) -> dict[str, Any]:
        """What was written, as a draft keeps it."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if self.is_head:
            said["relationship"] = "head"
        day, month, year = (said.pop(name, None) for name in BIRTH)
        if year:
            said["born"] = "-".join(f"{part:02d}" for part in (year, month, day) if part)
        if "age" in said:
            said["asked_on"] = timezone.localdate().isoformat()
        for name in ("mother", "father"):
            if name in said:
                said[name] = int(said[name])
        return said

    def begun(self) -> dict[str, str]:
        """What was typed, right or wrong, to be gone on with; nothing when nobody typed anything."""
        typed = {name: str(self[name].value() or "")[:LONGEST] for name in self.fields}
        return {name: text for name, text in typed.items() if text} if self.has_changed() else {}

    def _birth(self, said: dict[str, Any]) -> None:
        """Refuse a birth that is said twice, in a part without the greater one, or on no day that there has been."""
        day, month, year = (said.get(name) for name in BIRTH)
        if (day, month, year) == (None, None, None) or any(name in self.errors for name in BIRTH):
            return
        if said.get("age") is not None:
            self.add_error("age", _("Say the age or the birth, not both."))
        elif year is None:
            self.add_error("born_year", _("Say at least the year of birth."))
        elif month is None and day is not None:
            self.add_error("born_month", _("Say the month as well."))
        else:
            try:
                first = date(year, 1 if month is None else month, 1 if day is None else day)
            except ValueError:
                self.add_error("born_day", _("There is no such day. Check the day, the month and the year."))
                return
            if first > timezone.localdate():
                self.add_error("born_year", _("This day has not come yet. Check the day of birth."))
            elif first.year < timezone.localdate().year - OLDEST:
                self.add_error("born_year", _("Nobody is known to have lived so long. Check the year."))

    def _try(self, name: str, check: Callable[..., None], *given: Any) -> None:
        try:
            check(*given)
        except Refused as refused:
            self.add_error(name, str(refused))


def _split(one: dict[str, Any]) -> dict[str, Any]:
    """Somebody as a draft keeps them, as the form shows them: a birth in its parts."""
    parts = str(one.get("born", "")).split("-")
    return {**one, **dict(zip(reversed(BIRTH), (str(int(part)) for part in parts if part), strict=False))}


def _is_grown(one: dict[str, Any]) -> bool:
    """Whether somebody may be a parent, as far as is known."""
    born = registry.born(one, timezone.localdate())[0]
    return born is None or partial_dates.years_between(born.earliest, timezone.localdate()) >= actions.PARENT_YEARS


def _named(one: dict[str, Any]) -> str:
    return f"{one.get('given_name', '')} {one.get('family_name', '')}".strip()
