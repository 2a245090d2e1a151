"""What is asked when the dictionary is looked through or to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons.uploads import kinds
from ayni.engines.dictionary import Dictionary, DictionaryError, Variable
from ayni.registry import queries
from ayni.web import considered, statuses, uploads
from ayni.web.dictionary import files, spelling, words

LANGUAGES = [code for code, _name in settings.LANGUAGES]
STATES = ("draft", "approved", "rejected", "withdrawn")
YES_NO = (("yes", _("Yes")), ("no", _("No")))


class VariableFilter(forms.Form):
    """Which variables of the list: the address bar is the state."""

    text = forms.CharField(
        label=_("Name or words of the question"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    entity = forms.ChoiceField(label=pgettext_lazy("a variable", "Asked of"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    sensitivity = forms.ChoiceField(label=_("How private"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, known in (("entity", words.ENTITIES), ("type", words.TYPES), ("sensitivity", words.SENSITIVITIES)):
            self.fields[name].choices = [("", _("All")), *known.items()]

    def chosen(self) -> dict[str, str]:
        """The filters; one that cannot be read is none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("text", "entity", "type", "sensitivity")}


class ChangeFilter(forms.Form):
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", _("All")), *((s, statuses.shown(s)[0]) for s in STATES)]

    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("status", ""))


class ConfirmForm(forms.Form):
    """Nothing to fill in: only to say yes."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("One or two sentences, for whoever asks later."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason")},
    )


class ProposalForm(ReasonForm):
    since = forms.DateField(
        label=_("Holds from"),
        help_text=_("It can be approved on this day or later."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
        error_messages={"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")},
    )


class LoadedForm(ProposalForm):
    """What a file said, once its effect was shown."""

    text = forms.CharField(max_length=2_000_000, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            Dictionary.from_yaml(text)
        except DictionaryError as error:
            raise forms.ValidationError(str(error)) from error
        return text

    @property
    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("reason", "since")}


class FileForm(forms.Form):
    file = uploads.UploadField(
        kinds=(kinds.TEXT, kinds.WORKBOOK),
        largest=files.LARGEST,
        label=_("File"),
        help_text=_("A dictionary in YAML, or an XLSForm (.xlsx), of at most 5 MB."),
        error_messages={"required": _("Choose a file")},
    )

    def clean_file(self) -> files.Read:
        try:
            return files.read(self.cleaned_data["file"])
        except DictionaryError as error:
            raise forms.ValidationError(str(error).split("\n")) from error


class VariableForm(considered.ConsideredForm, ProposalForm):
    """One variable in plain words. `before` is the variable to be changed; its entity and name stay."""

    field_order = ("entity", "name", "type", "label_en")
    entity = forms.ChoiceField(label=pgettext_lazy("a variable", "Asked of"), choices=tuple(words.ENTITIES.items()))
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As rules write it: small letters, digits and underscores."),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Give the name")},
    )
    type = forms.ChoiceField(label=_("Type"), choices=tuple(words.TYPES.items()))
    choices = forms.CharField(
        label=_("Choices"),
        help_text=_(
            "For a list only. One on each line: the code, then its label in English, French and Arabic, parted by |"
        ),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"}),
    )
    unit = forms.CharField(
        label=_("Unit"), help_text=_("For a number: rooms, years, LCU."), required=False, max_length=40
    )
    minimum = forms.FloatField(label=_("Least"), help_text=_("For a number."), required=False)
    maximum = forms.FloatField(label=_("Most"), help_text=_("For a number."), required=False)
    unknown = forms.ChoiceField(label=_("May the answer be unknown?"), choices=YES_NO, initial="yes")
    refused = forms.ChoiceField(label=_("May somebody refuse to answer?"), choices=YES_NO, initial="yes")
    not_applicable = forms.ChoiceField(label=_("May the question not apply?"), choices=YES_NO, initial="no")
    sensitivity = forms.ChoiceField(
        label=_("How private"),
        help_text=_("Sensitive answers are shown only to those who may see them."),
        choices=tuple(words.SENSITIVITIES.items()),
        initial="personal",
    )
    source = forms.CharField(
        label=_("Source"), help_text=_("Where the question comes from."), required=False, max_length=200
    )

    variable: Variable

    def __init__(self, data: Any = None, *, before: Variable | None = None) -> None:
        self.before = before
        super().__init__(data, initial=spelling.spelt(before, LANGUAGES) if before else None)
        for code, name in settings.LANGUAGES:
            self.fields[f"label_{code}"] = _text(_("Label in %(language)s"), code, name, required=code == "en")
            self.fields[f"question_{code}"] = _text(_("Question in %(language)s"), code, name)
        told = ("reason", "since", "seen")
        asked = [name for name in self.fields if name not in told and not name.startswith(("label_", "question_"))]
        texts = [f"{part}_{code}" for part in ("label", "question") for code in LANGUAGES]
        self.order_fields([*asked[:3], *texts, *asked[3:], *told])
        if before:
            for name in ("entity", "name"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """The variable as it would be, when it can be; else what stands against it."""
        super().clean()
        if not self.errors:
            try:
                self.variable = spelling.variable(self.cleaned_data, LANGUAGES, self.before)
                self._look(self.variable)
            except DictionaryError as error:
                self.add_error(None, str(error))
        return self.cleaned_data

    @property
    def given(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in ("reason", "since")}

    def _look(self, variable: Variable) -> None:
        if self.before is None and queries.dictionary().get(variable.entity, variable.name):
            self.add_error("name", _("There is such a variable already. Open it in the list to change it."))
        for refusal in queries.effect([variable]).refusals:
            self.add_error(None, refusal)


def _text(label: Any, code: str, name: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label % {"language": name},
        required=required,
        max_length=1_000,
        widget=forms.TextInput(attrs={"lang": code, "dir": "rtl" if code in settings.LANGUAGES_BIDI else "ltr"}),
        error_messages={"required": _("Give the label")},
    )
