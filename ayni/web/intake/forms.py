"""What is asked about questionnaires, what was sent of them, and phones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons.uploads import kinds
from ayni.web import statuses, uploads

LARGEST = 5 * 1024 * 1024
STATES = ("received", "checked", "waiting", "applied", "refused", "replaced")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}")


class ConfirmForm(forms.Form):
    """Nothing is asked but to go on."""


class UploadForm(forms.Form):
    """A workbook, and the files it names."""

    file = uploads.UploadField(
        label=_("XLSForm workbook"),
        help_text=_("An .xlsx file with the sheets survey, choices and settings, at most 5 MB."),
        kinds=(kinds.WORKBOOK,),
        largest=LARGEST,
    )
    list_of_choices = uploads.UploadField(
        label=_("List of choices it names"),
        help_text=_("A .csv file, when the workbook takes choices from one. The list of areas is made by itself."),
        kinds=(kinds.TEXT,),
        largest=LARGEST,
        required=False,
    )
    is_applied_at_once = forms.BooleanField(
        label=_("Apply what comes at once when nothing stands against it"), required=False, initial=True
    )

    @property
    def media(self) -> Any:  # Django's own word for scripts and styles: there are none
        return forms.Media()

    @property
    def files_told(self) -> dict[str, bytes]:
        sent = self.files.get("list_of_choices")
        return {sent.name: self.cleaned_data["list_of_choices"]} if sent else {}


class MakeForm(forms.Form):
    """A questionnaire from the dictionary."""

    code = forms.CharField(
        label=_("Code of the questionnaire"),
        help_text=_("Letters, digits, dashes and underscores; phones know the form by it."),
        max_length=60,
        initial="household",
    )
    version = forms.CharField(label=pgettext_lazy("of a questionnaire", "Version"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = timezone.localdate().isoformat()

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Write letters, digits, dashes and underscores, beginning with a letter."))
        return code


class SubmissionFilter(forms.Form):
    status = forms.ChoiceField(label=pgettext_lazy("of a record", "State"), required=False)
    questionnaire = forms.ChoiceField(label=_("Questionnaire"), required=False)

    def __init__(self, data: Any, known: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", _("All")), *((s, statuses.shown(SHOWN_AS.get(s, s))[0]) for s in STATES)]
        self.fields["questionnaire"].choices = [("", _("All")), *known]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("status", "questionnaire")}


#: The words for states of forms, where another record has the same state in other words.
SHOWN_AS = {
    "received": "form_received",
    "checked": "form_checked",
    "waiting": "form_waiting",
    "refused": "form_refused",
    "replaced": "form_replaced",
}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it refused?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a few words.")},
    )


class MendForm(forms.Form):
    """One answer for each line that has a problem, by its address in the form."""

    def __init__(self, *args: Any, lines: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"answer_{place}": line for place, line in enumerate(lines)}
        for name, line in self.asked.items():
            self.fields[name] = self._field(line)

    def _field(self, line: Any) -> forms.Field:
        told = " ".join(line.problems)
        if line.choices and line.type != "select_multiple":
            choices = [("", "—"), *line.choices]
            return forms.ChoiceField(label=line.label, choices=choices, required=False, help_text=told)
        return forms.CharField(label=line.label, required=False, max_length=2_000, help_text=told)

    @property
    def answers(self) -> dict[str, str]:
        """Only what was changed."""
        return {
            self.asked[name].where: str(self.cleaned_data[name]) for name in self.changed_data if name in self.asked
        }


class PhoneForm(forms.Form):
    name = forms.CharField(label=_("Name of the phone"), max_length=80)
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=366, initial=90)
