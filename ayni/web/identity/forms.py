"""What of the queue is asked for, what is said of a pair, what is searched, which thresholds are proposed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.identity.queries import reviewing, wording
from ayni.identity.queries.reviewing import Asked
from ayni.web.changes.forms import words

LONGEST = 500


class QueueFilter(forms.Form):
    """Which pairs: the address bar is the state."""

    state = forms.ChoiceField(label=pgettext_lazy("of a record", "State"), required=False)
    band = forms.ChoiceField(label=_("How likely"), required=False)
    source = forms.ChoiceField(label=_("Where it comes from"), required=False)
    area = forms.CharField(label=_("Area (code)"), required=False, max_length=32)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        bands = [(name, label) for name, (label, _low, _high) in reviewing.BANDS.items()]
        self.fields["state"].choices = [("", _("To be read")), *wording.STATES.items()]  # type: ignore[attr-defined]
        self.fields["band"].choices = [("", _("All")), *bands]  # type: ignore[attr-defined]
        self.fields["source"].choices = [("", _("All")), *wording.SOURCES.items()]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        told = self.cleaned_data if self.is_valid() else {}
        return Asked(
            area=told.get("area", ""),
            band=told.get("band", ""),
            source=told.get("source", ""),
            state=told.get("state") or "open",
        )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=list(wording.ANSWERS.items()))
    because = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=LONGEST,
        help_text=_("Needed when you are not sure, or see it otherwise than what is known says."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    because = words(_("Why"))


class ReportForm(forms.Form):
    other = forms.CharField(
        label=_("Number of the other record"),
        help_text=_("It stands on the person's page, such as P00000012."),
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the number of the other record")},
    )
    because = words(_("How do you know that they are one person?"))

    def clean_other(self) -> int:
        given = re.fullmatch(r"[Pp]?0*(\d{1,18})", self.cleaned_data["other"].strip())
        if given is None:
            raise forms.ValidationError(_("Write the number as it stands on the person's page: P00000012"))
        return int(given[1])


class SearchForm(forms.Form):
    """Where to look, and by what."""

    area = forms.CharField(
        label=_("Area (code)"),
        required=False,
        max_length=32,
        help_text=_("Empty for the whole registry."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    learns = forms.ChoiceField(
        label=_("How likeness is weighed"),
        choices=(
            ("no", _("By the model in force")),
            ("yes", _("By a model learnt anew from these records; another officer approves it for the desk")),
        ),
    )


def _share(label: Any, help_text: Any, initial: float) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=help_text,
        initial=initial,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": "0.1", "dir": "ltr"}),
    )


class ThresholdsForm(forms.Form):
    """Chances in per cent."""

    same_from = _share(_("The same person from (%)"), _("100: nothing counts as the same without being read."), 100)
    different_below = _share(
        _("Different people below (%)"), _("0: nothing counts as different without being read."), 0
    )
    second_from = _share(_("Read by two from (%)"), "", 20)
    second_below = _share(_("Read by two below (%)"), "", 80)
    second_share = _share(_("Of the others, read by two (%)"), _("Chosen by lot; nobody can guess which."), 10)
    reason = words(_("Why"))

    @property
    def told(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        reason = given.pop("reason")
        return {**{name: value / 100 for name, value in given.items()}, "reason": reason}


class SampleForm(forms.Form):
    per_band = forms.IntegerField(
        label=_("Pairs of each band"),
        help_text=_("There are eight bands of chance. More pairs make the estimates surer."),
        min_value=5,
        max_value=2_000,
        initial=50,
    )
