"""What is asked for a change, and when one is decided. The fields of each kind come from its own description."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons import languages
from ayni.commons.uploads import kinds as uploads
from ayni.engines.dictionary import Variable
from ayni.intake.actions.changes import Answer, Arrival, NewChange, NewRule
from ayni.intake.queries import changes
from ayni.web import considered, statuses
from ayni.web.uploads import UploadField

DAY = {"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")}
LARGEST = 5 * 1024 * 1024
STATES = ("submitted", "checked", "needs_information", "approved", "applied", "rejected", "withdrawn", "draft")
WHOSE = (("", _("All")), ("mine", _("I asked for")), ("others", _("Others asked for")))
YES_NO = (("", _("No")), ("yes", _("Yes")))


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def words(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write one or two sentences")},
    )


def language() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of the person"), choices=settings.LANGUAGES)


class ChangeFilter(forms.Form):
    """Which changes of the list: the address bar is the state."""

    status = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("What changes"), required=False)
    whose = forms.ChoiceField(label=_("Asked for by"), required=False, choices=WHOSE)
    late = forms.ChoiceField(label=_("Overdue only"), required=False, choices=YES_NO)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", _("All")), *((one, statuses.shown(one)[0]) for one in STATES)]
        self.fields["kind"].choices = [("", _("All")), *((one.code, one.label) for one in changes.KINDS.values())]

    def asked(self) -> changes.Asked:
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in ("status", "kind", "whose")}
        return changes.Asked(**given, late=bool(self.cleaned_data.get("late")))


class ChangeForm(considered.ConsideredForm):
    """A change of one kind: its own fields, the day, what was shown, and why."""

    happened_on = forms.DateField(widget=day_input(), error_messages=DAY)
    evidence = forms.ChoiceField(label=_("What was shown"), error_messages={"required": _("Say what was shown")})
    document_number = forms.CharField(label=_("Number of the document"), required=False, max_length=80)
    reason = words(_("Why"), required=False)
    language = language()

    def __init__(
        self, data: Any, *, kind: changes.Kind, whom: changes.Whom, variables: Sequence[Variable] = ()
    ) -> None:
        super().__init__(data)
        self.kind, self.whom, self.variables = kind, whom, {one.name: one for one in variables}
        self.fields["happened_on"].label = kind.asks_day or _("Since")
        self.fields["happened_on"].initial = timezone.localdate
        self.fields["evidence"].choices = [("", "—"), *(one for one in changes.evidence(kind) if one[0])]
        own = {f"of_{one.name}": made for one in kind.fields for made in self._fields(one)}
        if "of_values" in own:
            own = {"variable": own.pop("of_values"), "value": forms.CharField(label=_("Answer"), required=False)}
        last = [self.fields[name] for name in ("evidence", "document_number", "reason", "language", "seen")]
        names = ("evidence", "document_number", "reason", "language", "seen")
        self.fields = {**own, "happened_on": self.fields["happened_on"], **dict(zip(names, last, strict=True))}

    @property
    def change(self) -> NewChange:
        given = self.cleaned_data
        return NewChange(
            kind=self.kind.code,
            happened_on=given["happened_on"],
            proposed=self.proposed,
            person=self.whom.person if self.kind.of == "person" else None,
            household=self.whom.household,
            reason=given["reason"],
            evidence=given["evidence"],
            document_number=given["document_number"],
            language=given["language"],
        )

    @property
    def proposed(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "variable" in given:
            return {"values": {given["variable"]: self._answer(given["variable"], given["value"])}}
        found = {one.name: given[f"of_{one.name}"] for one in self.kind.fields}
        return {name: value for name, value in found.items() if value not in (None, "", [], False)}

    def _answer(self, name: str, given: str) -> Any:
        if not given.strip():
            return None
        return given.split() if self.variables[name].type == "many_choice" else given.strip()

    def _fields(self, field: changes.Field) -> list[forms.Field]:
        told: dict[str, Any] = {"label": field.label, "required": field.is_required, "help_text": field.says}
        told["error_messages"] = {"required": _("This is needed")}
        people = [(str(pk), name) for pk, name, _leads in self.whom.members]
        if field.asks == "choice":
            return [forms.ChoiceField(choices=[("", "—"), *field.choices], **told)]
        if field.asks == "member":
            return [forms.ChoiceField(choices=[("", "—"), *people], **told)]
        if field.asks == "members":
            return [forms.MultipleChoiceField(choices=people, widget=forms.SelectMultiple(attrs={"size": 6}), **told)]
        if field.asks == "day":
            return [forms.DateField(widget=day_input(), **told)]
        if field.asks == "yes":
            return [forms.ChoiceField(choices=YES_NO, **told)]
        if field.asks == "answers":
            names = [(one.name, languages.text(one.labels) or one.name) for one in self.variables.values()]
            told["label"] = _("Question")
            return [forms.ChoiceField(choices=[("", "—"), *names], **told)]
        ltr = {"dir": "ltr"} if field.asks in ("area", "household", "person", "partial_day") else {}
        return [forms.CharField(max_length=field.most, widget=forms.TextInput(attrs=ltr), **told)]


class ArrivalForm(forms.Form):
    """A household that moved here, by what is on its card: the number and the name are looked at together."""

    number = forms.CharField(
        label=_("Number of the household, of one of its people, or of a document"),
        help_text=_("As on the card: H00000012, P00000034, or the number of an identity document."),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the number")},
    )
    name = forms.CharField(
        label=_("Name in full"),
        help_text=_("Of whoever the number belongs to, or of somebody who lives in the household."),
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the name")},
    )
    area = forms.CharField(
        label=_("Where they live now"),
        help_text=_("The code of the area"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the code of the area")},
    )
    address = forms.CharField(label=_("Address, or how to find it"), required=False, max_length=200)
    happened_on = forms.DateField(label=_("Moved on"), widget=day_input(), error_messages=DAY)
    evidence = forms.ChoiceField(label=_("What was shown"), error_messages={"required": _("Say what was shown")})
    reason = words(_("Why"), required=False)
    language = language()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["happened_on"].initial = timezone.localdate
        shown = changes.evidence(changes.KINDS["household_move"])
        self.fields["evidence"].choices = [("", "—"), *(one for one in shown if one[0])]

    def clean_area(self) -> Any:
        found = changes.area(self.cleaned_data["area"].strip())
        if found is None:
            raise forms.ValidationError(_("There is no area with this code"))
        return found

    @property
    def arrival(self) -> Arrival:
        return Arrival(**self.cleaned_data)


class EvidenceForm(forms.Form):
    paper = UploadField(
        label=_("Picture or document"),
        help_text=_("PDF, JPEG or PNG, at most 5 MB."),
        kinds=(uploads.PDF, uploads.JPEG, uploads.PNG),
        largest=LARGEST,
        error_messages={"required": _("Choose a file")},
    )


class SeenForm(forms.Form):
    """Approving: the record as it was on the page goes with it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def told(self) -> dict[str, Any]:
        return {"seen": self.cleaned_data["seen"]}


class NothingForm(forms.Form):
    @property
    def told(self) -> dict[str, Any]:
        return {}


class RejectForm(forms.Form):
    code = forms.ChoiceField(label=_("Reason"), choices=(), error_messages={"required": _("Choose a reason")})
    words = words(
        _("In the person's own language"),
        _("What was wrong, and what they can bring. They are told how to appeal."),
        required=False,
    )
    language = language()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["code"].choices = [("", "—"), *changes.reasons()]

    @property
    def told(self) -> dict[str, Any]:
        return {"answer": Answer(**self.cleaned_data)}


class AskForm(forms.Form):
    words = words(_("What is missing?"))
    language = language()

    @property
    def told(self) -> dict[str, Any]:
        return {"answer": Answer(**self.cleaned_data)}


class ReasonForm(forms.Form):
    reason = words(_("Why"))

    @property
    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AppealForm(forms.Form):
    words = words(_("Why do they not agree?"))

    @property
    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class MoreForm(forms.Form):
    """What an officer asked more about is handed in again."""

    evidence = forms.ChoiceField(label=_("What was shown"), required=False)
    document_number = forms.CharField(label=_("Number of the document"), required=False, max_length=80)
    reason = words(_("Why"), required=False)

    def __init__(self, data: Any = None, *, change: Any = None) -> None:
        super().__init__(data)
        self.fields["evidence"].choices = [("", "—"), *changes.evidence(changes.KINDS[change.kind])]
        for name in self.fields:
            self.fields[name].initial = getattr(change, name)

    @property
    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class BulkForm(considered.ConsideredForm):
    """Which changes to approve together, shown in numbers first."""

    kind = forms.ChoiceField(label=_("What changes"), required=False)
    source = forms.ChoiceField(label=_("Who asked for it"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", _("All")), *((one.code, one.label) for one in changes.KINDS.values())]
        self.fields["source"].choices = [("", _("All")), *changes.sources()]

    @property
    def asked(self) -> changes.Asked:
        return changes.Asked(**self.answers, whose="others")


class RuleForm(forms.Form):
    code = forms.RegexField(
        r"^[a-z0-9-]+$",
        label=_("Code"),
        help_text=_("Small letters, digits and hyphens. The code of a known rule makes its next version."),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the code"), "invalid": _("Use small letters, digits and hyphens")},
    )
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give the name")})
    rule = forms.CharField(
        label=pgettext_lazy("a rule", "Rule"),
        help_text='request.kind == "birth" && request.source == "civil_registration"',
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Write the rule")},
    )
    sample_percent = forms.IntegerField(
        label=_("Of a hundred, how many an officer looks at"), min_value=1, max_value=100, initial=5
    )
    reason = words(_("Why"))

    @property
    def told(self) -> tuple[NewRule, str]:
        given = self.cleaned_data
        code, name = given["code"], given["name"]
        return NewRule(code, {"und": name}, given["rule"], given["sample_percent"]), given["reason"]


def fields_of(variables: Sequence[Variable]) -> list[Variable]:
    """The questions that a change request may answer: what is sensitive is told on the record itself."""
    return [one for one in variables if one.sensitivity != "sensitive"]
