"""What is asked of insight."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ayni.monitoring import queries

FIRST = "multidimensional-poverty"


class MapForm(forms.Form):
    """Which indicator the map shows: the address bar is the state."""

    indicator = forms.ChoiceField(label=_("Indicator"), required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)
        known = [one for one in queries.indicators() if one.has_areas]
        self.fields["indicator"].choices = [(one.code, one.title) for one in known]
        self.fields["indicator"].initial = FIRST

    def chosen(self) -> str:
        """The indicator asked for; the first for one that cannot be read."""
        self.is_valid()
        return self.cleaned_data.get("indicator") or FIRST


class SnapshotForm(forms.Form):
    on = forms.DateField(
        label=_("Day"),
        help_text=_("The day it stands for: ages are counted on it, and who lives where."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
        error_messages={"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")},
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: only to say yes."""
