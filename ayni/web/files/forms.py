"""What is asked when a file of people is brought in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ayni.engines.files import mapping, suggesting
from ayni.registry import queries as registry
from ayni.web.files import words

ASIDE = ("", _("Leave aside"))


class ConfirmForm(forms.Form):
    """Nothing to fill in: only to say yes."""


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, Excel (.xlsx), Stata, SPSS or Parquet: one row for each person."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.AYNI_LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Send it in parts, or load it on the server: ayni file load")
                % {"limit": settings.AYNI_LARGEST_FILE // 2**20}
            )
        return file


class SurveyForm(forms.Form):
    """Two files and, if the survey is not one we know, a mapping."""

    households = forms.FileField(label=_("File of households"), error_messages={"required": _("Choose a file")})
    persons = forms.FileField(label=_("File of persons"), error_messages={"required": _("Choose a file")})
    mapping = forms.FileField(
        label=_("Mapping"), help_text=_("A YAML text. Not needed for a survey that we know."), required=False
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("One or two sentences, for whoever asks later."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason")},
    )


class WrittenForm(forms.Form):
    text = forms.CharField(
        label=_("Mapping (YAML)"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 24, "dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Write the mapping")},
    )


class ColumnsForm(forms.Form):
    """Which column is what: a choice for each column of the file."""

    source = forms.CharField(
        label=_("Name of the source"),
        help_text=_("The people are known by it and their key. The next file of the same source updates them."),
        max_length=mapping.LONGEST_SOURCE,
        error_messages={"required": _("Name the source")},
    )
    on = forms.DateField(
        label=_("The day the file tells of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")},
    )
    order = forms.ChoiceField(label=_("What stands first in a date"), choices=words.ORDERS, required=False)
    calendar = forms.ChoiceField(label=_("Calendar of the dates"), choices=words.CALENDARS)
    area = forms.CharField(
        label=_("Area of all rows"),
        help_text=_("Its code, when no column tells the area."),
        max_length=60,
        required=False,
    )
    known = forms.ChoiceField(label=_("People whose key the registry has"), choices=words.KNOWN)
    alike = forms.ChoiceField(label=_("People like somebody who has another key"), choices=words.ALIKE)

    def __init__(self, data: Any, *, given: mapping.Mapping, columns: list[str], samples: dict[str, list[str]]) -> None:
        self.given, self.columns, self.samples = given, columns, samples
        super().__init__(data, initial=self._said())
        targets = [ASIDE, *words.TARGETS.items(), *self._answers()]
        for place, column in enumerate(columns):
            examples = ", ".join(dict.fromkeys(samples.get(column, [])[:4]))
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column, choices=targets, required=False, help_text=examples[:200]
            )

    def _answers(self) -> list[tuple[str, str]]:
        found = suggesting.targets(registry.dictionary(), get_language() or "en")
        return sorted(found.items(), key=lambda one: str(one[1]))

    def _said(self) -> dict[str, Any]:
        """The mapping as the form shows it."""
        given = self.given
        targets = {one.column: f"person.{name}" for name, one in given.person.items()}
        for entity, fields in given.answers.items():
            targets |= {one.column: f"answers.{entity}.{name}" for name, one in fields.items()}
        dates = given.person.get("born") or given.person.get("died") or mapping.Field("")
        return {
            **{word: getattr(given, word) for word in ("source", "on", "area", "known", "alike")},
            "order": dates.order,
            "calendar": " ".join(dates.calendar),
            **{f"column_{place}": targets.get(column, "") for place, column in enumerate(self.columns)},
        }

    def clean(self) -> dict[str, Any]:
        """Each thing is told by one column."""
        super().clean()
        seen: dict[str, str] = {}
        for place, column in enumerate(self.columns):
            target = self.cleaned_data.get(f"column_{place}", "")
            if target and target in seen:
                self.add_error(
                    f"column_{place}", _("The column “%(other)s” is that already.") % {"other": seen[target]}
                )
            seen.setdefault(target, column)
        return self.cleaned_data

    @property
    def text(self) -> str:
        """The mapping in YAML: what the form does not ask stays as it was."""
        told = self.cleaned_data
        chosen = {told[f"column_{place}"]: column for place, column in enumerate(self.columns)}
        chosen.pop("", None)
        before = {f"person.{name}": one for name, one in self.given.person.items()}
        for entity, fields in self.given.answers.items():
            before |= {f"answers.{entity}.{name}": one for name, one in fields.items()}
        made = mapping.changed(
            self.given,
            {target: self._field(target, column, before.get(target)) for target, column in chosen.items()},
            **{word: told[word] for word in ("source", "on", "area", "known", "alike")},
        )
        return made.as_yaml()

    def _field(self, target: str, column: str, before: mapping.Field | None) -> mapping.Field:
        one = before if before is not None and before.column == column else mapping.Field(column)
        if target not in ("person.born", "person.died"):
            return one
        return mapping.dated(one, self.cleaned_data["order"], tuple(self.cleaned_data["calendar"].split()))

    @property
    def general(self) -> list[Any]:
        return [self[name] for name in ("source", "on", "order", "calendar", "area", "known", "alike")]

    @property
    def of_columns(self) -> list[Any]:
        return [self[f"column_{place}"] for place in range(len(self.columns))]
