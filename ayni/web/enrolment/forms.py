"""What is asked for runs, reviews and enrolments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ayni.commons.access.models import User
from ayni.commons.directory import queries as directory
from ayni.snapshots import queries as snapshots
from ayni.web import considered, figures, statuses

DAY = {"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")}


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RunForm(considered.ConsideredForm):
    """A snapshot by its version, and the day whose rules decide."""

    snapshot = forms.ChoiceField(
        label=_("Snapshot"),
        help_text=_("The registry as it stood at one moment. Everybody in it is decided."),
        error_messages={"required": _("Choose a snapshot"), "invalid_choice": _("Choose a snapshot of the list")},
    )
    on = forms.DateField(
        label=_("Day"),
        help_text=_("The rules in force on this day decide, and ages are counted on it."),
        widget=day_input(),
        error_messages=DAY,
    )

    def __init__(self, data: Any = None) -> None:
        self.snapshots = {one.version: one for one in snapshots.snapshots()}
        newest = next(iter(self.snapshots.values()), None)
        super().__init__(data, initial={"on": newest.on if newest else timezone.localdate()})
        self.fields["snapshot"].choices = [(one.version, _label(one)) for one in self.snapshots.values()]

    def clean_snapshot(self) -> Any:
        return self.snapshots[self.cleaned_data["snapshot"]]


class DecisionFilter(forms.Form):
    """Which decisions of a list: the address bar is the state."""

    status = forms.ChoiceField(label=_("State"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, data: Any, reader: User) -> None:
        super().__init__(data)
        states = ("proposed", "asked", "accepted", "declined")
        self.fields["status"].choices = [("", _("All"))] + [(s, statuses.shown(s)[0]) for s in states]
        self.fields["area"].choices = [("", _("All areas")), *_areas(reader)]

    def chosen(self) -> dict[str, str]:
        """The filters; one that cannot be read is none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("status", "area")}


class AcceptForm(forms.Form):
    starts_on = forms.DateField(
        label=_("Receives it from"), widget=day_input(), initial=timezone.localdate, error_messages=DAY
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("One or two sentences. The household has a right to know it."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason")},
    )


class ExitForm(ReasonForm):
    on = forms.DateField(
        label=_("Last day"),
        help_text=_("Nothing is due from this day on."),
        widget=day_input(),
        initial=timezone.localdate,
        error_messages=DAY,
    )


def _label(snapshot: Any) -> str:
    rows = snapshot.manifest.get("tables", {}).get("households", {}).get("rows")
    counted = _("%(count)s households") % {"count": figures.number(rows)} if rows is not None else snapshot.version
    return f"{figures.day(snapshot.on)}, {counted}"


def _areas(reader: User) -> list[tuple[str, str]]:
    """The first-level areas that a reader's own lie in, or are."""
    paths = reader.where("enrolment.see_runs")
    touched = [a for a in directory.areas(level=1) if any(a.path.startswith(p) or p.startswith(a.path) for p in paths)]
    return [(area.path, area.name) for area in touched]
