"""What is asked on the pages of campaigns and visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons.access.models import User
from ayni.commons.uploads import kinds
from ayni.intake.queries import campaigns, visits, visits_sharing
from ayni.web.considered import ConsideredForm
from ayni.web.uploads import UploadField

DAY = {"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")}
LARGEST = 25_000_000
SAID = {
    visits.DONE: _("The form is filled in"),
    visits.AGAIN: _("Nobody was at home; I come again"),
    visits.NOT_WILLING: _("They do not want to take part"),
    visits.GONE: _("They moved away"),
    visits.EMPTY: _("Nobody lives there"),
    visits.NOT_FOUND: _("I could not find the place"),
    visits.DOUBLE: _("It is on the list twice"),
}


def day(label: Any, *, required: bool = True, initial: Any = None, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        initial=initial,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )


def words(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write one or two sentences")},
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: only to say yes."""


class ReasonForm(forms.Form):
    reason = words(_("Why?"), _("One or two sentences, for whoever asks later."))


class OutcomeForm(forms.Form):
    """What came of a visit. `client_id` keeps a page that was sent twice from being two attempts."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=list(SAID.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the visit")},
    )
    next_on = day(_("When do you come again?"), required=False)
    instance_id = forms.CharField(
        label=_("Number of the form"),
        help_text=_("If your telephone shows one. It begins with uuid:"),
        max_length=200,
        required=False,
    )
    note = forms.CharField(label=_("Note for the next visit"), max_length=500, required=False)
    client_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("outcome") == visits.AGAIN and not given.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Choose the day on which you come again"))
        return given


class TodayForm(forms.Form):
    order = forms.ChoiceField(
        choices=(("area", _("By area")), ("nearest", _("Nearest first"))), required=False, label=_("Order")
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)


class PlanForm(forms.Form):
    name_en = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give it a name")})
    name_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=120, required=False)
    code = forms.SlugField(
        label=_("Code"),
        help_text=_("Small letters, digits and dashes, such as north-2026. It never changes."),
        max_length=60,
    )
    purpose = words(_("What for?"), required=False)
    starts_on = day(_("First day"), initial=timezone.localdate)
    last_day = day(_("Last day"))
    questionnaires = forms.MultipleChoiceField(label=_("Questionnaires"), widget=forms.CheckboxSelectMultiple)
    road = forms.ChoiceField(label=_("Whom to visit?"), choices=campaigns.ROADS, widget=forms.RadioSelect)
    targets = forms.CharField(
        label=_("Areas, and the households expected in each"),
        help_text=_("One area a line: its code, and the number if it is known. For example: 0101 1200"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr"}),
        max_length=200_000,
        error_messages={"required": _("Name at least one area")},
    )
    target_from = forms.CharField(
        label=_("Where are the numbers from?"), help_text=_("For example: census 2020"), max_length=120, required=False
    )
    share = forms.IntegerField(
        label=_("How many of 100 forms are checked again?"), initial=5, min_value=0, max_value=100
    )
    least = forms.IntegerField(
        label=_("And at least how many of each enumerator?"), initial=3, min_value=0, max_value=1_000
    )
    key_questions = forms.CharField(
        label=_("Which questions are asked again?"),
        help_text=_("One a line: its path in the form, and how far two numbers may lie apart."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
        required=False,
        max_length=5_000,
    )

    def __init__(self, data: Any = None, *, questionnaires: Sequence[Any] = ()) -> None:
        super().__init__(data)
        self.fields["questionnaires"].choices = [(one.code, one.name) for one in questionnaires]  # type: ignore[attr-defined]

    def clean_targets(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for number, line in enumerate(self.cleaned_data["targets"].splitlines(), 1):
            code, _space, told = line.strip().replace(",", " ").replace(";", " ").partition(" ")
            told = told.strip()
            if told and not (told.isdecimal() and len(told) <= 9):
                wrong = {"number": number, "told": told[:40]}
                raise forms.ValidationError(_("Line %(number)s: “%(told)s” is no number of households"), params=wrong)
            if code:
                found[code] = int(told) if told else None
        return found

    def clean_key_questions(self) -> list[dict[str, Any]]:
        found = []
        for line in self.cleaned_data["key_questions"].splitlines():
            path, _space, told = line.strip().partition(" ")
            try:
                tolerance = float(told) if told.strip() else 0.0
            except ValueError:
                raise forms.ValidationError(_("“%(told)s” is no number"), params={"told": told[:40]}) from None
            if path:
                found.append({"path": path, "tolerance": tolerance})
        return found

    @property
    def ends_on(self) -> date:
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class TargetsForm(forms.Form):
    targets = PlanForm.base_fields["targets"]
    source = forms.CharField(label=_("Where are the numbers from?"), max_length=120)

    def clean_targets(self) -> dict[str, int]:
        told: dict[str, int | None] = PlanForm.clean_targets(self)  # type: ignore[arg-type]
        if None in told.values():
            raise forms.ValidationError(_("Give each area a number of households"))
        return {code: number or 0 for code, number in told.items()}


class ListingForm(forms.Form):
    file = UploadField(
        kinds=(kinds.WORKBOOK, kinds.TEXT),
        largest=LARGEST,
        label=_("The listing"),
        help_text=_(
            "CSV or .xlsx. The first row names the columns: area, and any of key, head name, phone, address,"
            " directions, latitude, longitude."
        ),
    )


class AssignForm(forms.Form):
    role = forms.ChoiceField(label=_("Works as"), choices=campaigns.ROLES)
    officer = forms.ChoiceField(label=_("Who?"))
    area = forms.CharField(label=_("Code of the area"), max_length=32)
    starts_on = day(_("From which day?"), initial=timezone.localdate)

    def __init__(self, data: Any = None, *, officers: Sequence[User] = ()) -> None:
        super().__init__(data)
        self.fields["officer"].choices = [(one.username, str(one)) for one in officers]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    on = day(_("From which day not any more?"), initial=timezone.localdate)
    reason = words(_("Why?"))
    to = forms.ChoiceField(label=_("Who carries on the visits?"), required=False)

    def __init__(self, data: Any = None, *, officers: Sequence[User] = ()) -> None:
        super().__init__(data)
        named = [(one.username, str(one)) for one in officers]
        self.fields["to"].choices = [("", _("Nobody for now")), *named]  # type: ignore[attr-defined]


class ShareForm(ConsideredForm):
    how = forms.ChoiceField(
        label=_("How?"),
        choices=(
            (visits_sharing.BY_AREA, _("To whoever works nearest")),
            (visits_sharing.EQUALLY, _("Equal shares to all who work there")),
        ),
    )
    per_day = forms.IntegerField(label=_("Visits a day, for planned days"), required=False, min_value=1, max_value=200)
    first_day = day(_("First planned day"), required=False)


class ReassignForm(ConsideredForm):
    officer = forms.ChoiceField(label=_("Visits of"))
    to = forms.ChoiceField(label=pgettext_lazy("visits", "Go to"))
    area = forms.CharField(
        label=_("Code of the area"), help_text=_("Empty for all areas."), max_length=32, required=False
    )

    def __init__(self, data: Any = None, *, officers: Sequence[User] = ()) -> None:
        super().__init__(data)
        for name in ("officer", "to"):
            self.fields[name].choices = [(one.username, str(one)) for one in officers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("officer") and given.get("officer") == given.get("to"):
            self.add_error("to", _("Choose another person"))
        return given


class VisitFilter(forms.Form):
    status = forms.ChoiceField(
        label=pgettext_lazy("of a record", "State"), choices=[("", _("All")), *visits.STATES], required=False
    )
    officer = forms.ChoiceField(label=pgettext_lazy("in a campaign", "Enumerator"), required=False)
    area = forms.CharField(label=_("Code of the area"), max_length=32, required=False)

    def __init__(self, data: Any = None, *, officers: Sequence[User] = ()) -> None:
        super().__init__(data)
        named = [(one.username, str(one)) for one in officers]
        self.fields["officer"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    submission = forms.ChoiceField(label=_("Which form belongs to it?"))

    def __init__(self, data: Any = None, *, forms_left: Sequence[Any] = ()) -> None:
        super().__init__(data)
        self.left = {str(one.pk): one for one in forms_left}
        self.fields["submission"].choices = [  # type: ignore[attr-defined]
            (key, f"{one} · {one.by} · {one.received_at:%Y-%m-%d %H:%M}") for key, one in self.left.items()
        ]


class CheckForm(forms.Form):
    """The questions that are asked again, as they stand in the form; none needs an answer but one of them."""

    def __init__(self, data: Any = None, *, questions: Sequence[Any] = ()) -> None:
        super().__init__(data)
        self.paths = {f"q{number}": one.path for number, one in enumerate(questions)}
        for (name, _path), one in zip(self.paths.items(), questions, strict=True):
            self.fields[name] = _asked(one)
        self.fields["missed"] = forms.CharField(label=_("If nobody was reached: why?"), max_length=500, required=False)

    @property
    def answers(self) -> dict[str, str]:
        found = {path: self.cleaned_data[name] for name, path in self.paths.items()}
        return {path: " ".join(one) if isinstance(one, list) else one for path, one in found.items()}


def _asked(question: Any) -> forms.Field:
    if question.type == "select_multiple":
        return forms.MultipleChoiceField(
            label=question.label, choices=question.choices, widget=forms.CheckboxSelectMultiple, required=False
        )
    if question.choices:
        return forms.ChoiceField(label=question.label, choices=[("", "—"), *question.choices], required=False)
    return forms.CharField(label=question.label, max_length=500, required=False)


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=(
            ("accept", _("The form stands")),
            ("visit again", _("The household is visited again")),
            ("turn down", _("The form is not accepted")),
        ),
        widget=forms.RadioSelect,
    )
    reason = words(_("Why?"), _("In words that the enumerator understands."), required=False)


class GiveForm(forms.Form):
    officer = forms.ChoiceField(label=_("Who asks again?"))

    def __init__(self, data: Any = None, *, officers: Sequence[User] = ()) -> None:
        super().__init__(data)
        self.fields["officer"].choices = [(one.username, str(one)) for one in officers]  # type: ignore[attr-defined]
