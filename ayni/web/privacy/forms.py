"""What is asked when people use their rights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.engines.dictionary import Variable
from ayni.privacy.actions import NewCorrection, Said, Words
from ayni.web import statuses

DAY = {"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")}
YES_NO = (("no", _("No")), ("yes", _("Yes")))
ANSWERS = (
    ("given", pgettext_lazy("consent", "Agrees")),
    ("refused", pgettext_lazy("consent", "Does not agree")),
    ("withdrawn", pgettext_lazy("consent", "Agrees no longer")),
)
HOW = (
    ("signature", _("Signed")),
    ("thumb", _("Thumb print")),
    ("oral", _("Said before a witness")),
    ("form", _("On a form filled in by themselves")),
)
WHAT = (
    ("name", _("The name")),
    ("sex", _("The sex")),
    ("born", _("The day of birth")),
    ("phone", _("The telephone number")),
    ("answer", _("An answer")),
    ("household", _("Who lives in the household")),
    ("other", pgettext_lazy("correction", "Something else")),
)
HOLDS = (
    ("complaint", _("A complaint")),
    ("case", _("A case")),
    ("audit", _("An audit")),
    ("court", _("A court")),
)


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def words(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Write one or two sentences")},
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: only to say yes."""


class ReasonForm(forms.Form):
    reason = words(_("Reason"), _("One or two sentences, for whoever asks later."))


class ConsentForm(forms.Form):
    answer = forms.ChoiceField(label=_("What do they say?"), choices=ANSWERS)
    on = forms.DateField(label=_("On which day?"), widget=day_input(), initial=timezone.localdate, error_messages=DAY)
    how = forms.ChoiceField(label=_("How do they say it?"), choices=HOW)
    witness = forms.CharField(
        label=_("Witness"), help_text=_("The name, when it is only said."), max_length=120, required=False
    )
    language = forms.ChoiceField(label=_("In which language was the text read?"), choices=settings.LANGUAGES)
    given_by = forms.ChoiceField(
        label=_("Who speaks for them?"), help_text=_("For a child: the mother, father or guardian."), required=False
    )
    for_household = forms.ChoiceField(
        label=_("For everybody in the household?"),
        help_text=_("Only the head can say so. Each member's own word counts more."),
        choices=YES_NO,
    )

    def __init__(self, data: Any, *, speakers: Sequence[Any]) -> None:
        super().__init__(data)
        self.speakers = {str(one.pk): one for one in speakers}
        self.fields["given_by"].choices = [
            ("", _("They themselves")),
            *((key, one.name) for key, one in self.speakers.items()),
        ]

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            answer=given["answer"],
            on=given["on"],
            how=given["how"],
            language=given["language"],
            witness=given["witness"],
            given_by=self.speakers.get(given["given_by"]),
            for_household=given["for_household"] == "yes",
        )


class CopyForm(forms.Form):
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES)
    asked_by = forms.CharField(
        label=_("Who asks for it?"),
        help_text=_("When it is not the person: the mother, father or guardian."),
        max_length=120,
        required=False,
    )

    @property
    def asked(self) -> dict[str, Any]:
        return {"language": self.cleaned_data["language"], "asked_by": Words(self.cleaned_data["asked_by"])}


class HandOverForm(forms.Form):
    identity = words(
        _("How do you know who this is?"),
        _("Which document you saw, or who vouches. Nobody gets another person's data."),
    )


class CorrectionForm(forms.Form):
    """What is wrong. Fields below the first apply to what is chosen; what can be put right by itself goes with it."""

    what = forms.ChoiceField(label=_("What is wrong?"), choices=WHAT)
    asked = words(_("What should it say?"), _("In the person's own words."))
    given_name = forms.CharField(label=_("Right given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Right family name"), max_length=120, required=False)
    sex = forms.ChoiceField(
        label=_("Right sex"),
        choices=(("", "—"), ("female", _("Female")), ("male", _("Male"))),
        required=False,
    )
    born = forms.DateField(label=_("Right day of birth"), widget=day_input(), required=False, error_messages=DAY)
    phone = forms.CharField(label=_("Right telephone number"), max_length=20, required=False)
    variable = forms.ChoiceField(label=_("Which answer?"), required=False)
    value = forms.CharField(
        label=_("Right answer"),
        help_text=_("A number, yes or no, a day as 2026-07-01, or the code of a choice."),
        max_length=200,
        required=False,
    )
    reason = words(_("Why is it wrong?"))
    evidence = words(_("Evidence"), _("What they showed you."), required=False)

    #: Which fields each kind of correction uses.
    USED = {
        "name": ("given_name", "family_name"),
        "sex": ("sex",),
        "born": ("born",),
        "phone": ("phone",),
    }

    def __init__(self, data: Any, *, variables: Sequence[Variable], language: str) -> None:
        super().__init__(data)
        self.variables = {one.name: one for one in variables if one.sensitivity != "sensitive"}
        listed = [(one.name, one.label(language)) for one in self.variables.values()]
        self.fields["variable"].choices = [("", "—"), *listed]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("what") == "answer":
            if not given.get("variable") or not given.get("value"):
                self.add_error("variable", _("Choose the answer, and give the right one"))
            else:
                self._read(given)
        return given

    @property
    def correction(self) -> NewCorrection:
        given = self.cleaned_data
        change = {name: str(given[name]) for name in self.USED.get(given["what"], ()) if given[name]}
        if given["what"] == "answer":
            change = {"variable": given["variable"], "value": self.answer}
        return NewCorrection(given["what"], given["asked"], given["reason"], given["evidence"], change)

    def _read(self, given: dict[str, Any]) -> None:
        try:
            self.answer = _answer(self.variables[given["variable"]], given["value"].strip())
        except ValueError:
            self.add_error("value", _("This cannot be an answer to it"))


def _answer(variable: Variable, text: str) -> Any:
    """The answer that a text is. Raises ValueError for one that cannot be."""
    if variable.type == "boolean":
        return {"yes": True, "no": False, "oui": True, "non": False, "نعم": True, "لا": False}.get(text.lower(), text)
    if variable.type == "integer":
        return int(text)
    if variable.type == "decimal":
        return float(text)
    return text.split() if variable.type == "many_choice" else text


class AnswerForm(forms.Form):
    answer = words(_("Our answer"), _("The person is told this: what was done, or why not."))

    @property
    def told(self) -> dict[str, Words]:
        return {name: Words(said) for name, said in self.cleaned_data.items()}


class RefusalForm(AnswerForm):
    appeal = words(_("How to appeal"), _("Where, and until when."))


class HoldForm(forms.Form):
    kind = forms.ChoiceField(label=_("What needs the data?"), choices=HOLDS)
    reason = words(_("Reason"), _("Its number, and until when you expect it to last."))


class CorrectionFilter(forms.Form):
    """Which corrections of the list: the address bar is the state."""

    STATES = ("lodged", "accepted", "refused", "withdrawn")
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", _("All")), *((one, statuses.shown(one)[0]) for one in self.STATES)]

    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("status", ""))
