"""What is asked for payments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.web import considered, statuses

DAY = {"required": _("Give the day"), "invalid": _("Write the day as 2026-07-01")}
STATES = ("due", "sent", "paid", "returned", "reissued", "carried", "dropped")


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(considered.ConsideredForm):
    period_from = forms.DateField(label=_("First day"), widget=day_input(), error_messages=DAY)
    period_to = forms.DateField(
        label=_("First day after"),
        help_text=_("The period ends the evening before."),
        widget=day_input(),
        error_messages=DAY,
    )


class LineFilter(forms.Form):
    """Which payments of a cycle: the address bar is the state."""

    status = forms.ChoiceField(label=_("State"), required=False)
    text = forms.CharField(
        label=_("Payee or household"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, data: object) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", _("All")), *((s, statuses.shown(s)[0]) for s in STATES)]

    def chosen(self) -> dict[str, str]:
        """The filters; one that cannot be read is none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("status", "text")}


class ConfirmForm(forms.Form):
    """Nothing to fill in: only to say yes."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with the record."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give the reason")},
    )


class ReissueForm(ReasonForm):
    account = forms.CharField(
        label=_("Pay it to"),
        help_text=_("A phone number that you have checked with the payee, or “cash point”."),
        max_length=40,
        error_messages={"required": _("Say where it shall be paid")},
    )


class ResolveForm(ReasonForm):
    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=[("paid", _("The payee has the money")), ("failed", _("The money came back"))],
    )


class FundForm(considered.ConsideredForm):
    amount = forms.DecimalField(
        label=_("Amount"),
        min_value=1,
        max_digits=18,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": _("Give the amount"),
            "invalid": _("Write the amount in digits, such as 1500000.00"),
            "min_value": _("Give an amount above zero"),
        },
    )
    on = forms.DateField(label=_("Received on"), widget=day_input(), error_messages=DAY)
    warrant = forms.CharField(
        label=_("The treasury's number for it"),
        help_text=_("Told twice with the same number, it is recorded once."),
        max_length=100,
        error_messages={"required": _("Give the treasury's number, so that the money cannot be recorded twice")},
    )
