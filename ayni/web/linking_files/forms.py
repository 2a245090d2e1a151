"""What is asked to link files: which, what for, and what their columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

MEANINGS = {
    "record": gettext_lazy("Number of the record"),
    "full": gettext_lazy("Whole name"),
    "given": gettext_lazy("Given name"),
    "middle": gettext_lazy("Middle name"),
    "family": gettext_lazy("Family name"),
    "birth_date": gettext_lazy("Date of birth"),
    "age": gettext_lazy("Age in years"),
    "sex": pgettext_lazy("a column", "Sex"),
    "place_1": gettext_lazy("Place: the broadest, such as the region"),
    "place_2": gettext_lazy("Place: within it, such as the district"),
    "place_3": gettext_lazy("Place: the narrowest, such as the village"),
    "phone": gettext_lazy("Telephone"),
    "household": gettext_lazy("Number of the household"),
}


class FilesForm(forms.Form):
    first = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, Excel (.xlsx), Stata, SPSS or Parquet: one row for each person."),
        error_messages={"required": gettext_lazy("Choose a file"), "empty": gettext_lazy("The file is empty.")},
    )
    against = forms.ChoiceField(
        label=gettext_lazy("Link it with"),
        choices=(
            ("itself", gettext_lazy("Itself: who is in it twice")),
            ("second", gettext_lazy("A second file")),
            ("registry", gettext_lazy("The registry, as far as you may see it")),
        ),
        widget=forms.Select,
    )
    second = forms.FileField(
        label=gettext_lazy("Second file"),
        required=False,
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("What for"),
        help_text=gettext_lazy("One sentence. It is kept with your name, also when the files are deleted."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say what the files are linked for")},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("against") == "second" and not said.get("second") and "second" not in self.errors:
            self.add_error("second", _("Choose the second file"))
        if said.get("against") != "second" and said.get("second"):
            self.add_error("against", _("You chose a second file: say that the first is linked with it"))
        for name in ("first", "second"):
            file = said.get(name)
            if file and file.size > settings.AYNI_LARGEST_FILE:
                limit = settings.AYNI_LARGEST_FILE // 2**20
                self.add_error(
                    name, _("The file is larger than %(limit)s MB. Use the command: ayni link") % {"limit": limit}
                )
        return said

    @property
    def sent(self) -> list[tuple[str, Any]]:
        given = [self.cleaned_data["first"], self.cleaned_data.get("second")]
        return [(one.name, one) for one in given if one]


class ColumnsForm(forms.Form):
    """For each file and meaning, which column it is."""

    def __init__(self, data: Any = None, *, described: Sequence[Mapping[str, Any]], **more: Any) -> None:
        super().__init__(data, **more)
        self.described = described
        self.meanings = {
            **MEANINGS,
            **{f"id_{one}": told["label"] for one, told in settings.AYNI_IDENTIFIERS.items()},
        }
        for number, told in enumerate(described):
            choices = [("", _("Not in the file")), *((name, name) for name in told["columns"])]
            for meaning, label in self.meanings.items():
                field = forms.ChoiceField(label=label, choices=choices, required=False)
                field.initial = told["guess"].get(meaning, "")
                self.fields[f"{number}-{meaning}"] = field
            self.fields[f"{number}-told_on"] = forms.DateField(
                label=gettext_lazy("If it has ages: the day they were told on"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": gettext_lazy("There is no such day. Write it as 2026-07-01.")},
            )

    def parts(self) -> Iterator[tuple[int, list[Any], list[Any]]]:
        """For each file: the fields most files have, and the others."""
        for number, _told in enumerate(self.described):
            own = [(name.split("-", 1)[1], self[name]) for name in self.fields if name.startswith(f"{number}-")]
            common = [field for meaning, field in own if not meaning.startswith("id_") or field.initial]
            rest = [field for meaning, field in own if meaning.startswith("id_") and not field.initial]
            yield number, common, rest

    @property
    def columns(self) -> list[dict[str, str]]:
        return [
            {meaning: self.cleaned_data[f"{number}-{meaning}"] for meaning in self.meanings}
            for number in range(len(self.described))
        ]

    @property
    def told_on(self) -> list[date | None]:
        return [self.cleaned_data[f"{number}-told_on"] for number in range(len(self.described))]
