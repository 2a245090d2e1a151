"""What is asked about overpayments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.web.privacy.forms import words


class OverpaymentFilter(forms.Form):
    state = forms.ChoiceField(
        label=pgettext_lazy("of a record", "State"),
        required=False,
        choices=[
            ("", _("All")),
            ("found", _("Waits for a decision")),
            ("confirmed", _("A debt")),
            ("no_debt", _("No debt")),
            ("withdrawn", pgettext_lazy("a case of overpayment", "Withdrawn")),
        ],
    )

    def chosen(self) -> str:
        return str(self.cleaned_data.get("state", "")) if self.is_valid() else ""


class DecideForm(forms.Form):
    """Whether it is a debt, and why."""

    decision = forms.ChoiceField(
        label=_("Is it a debt?"),
        choices=[("debt", _("It is a debt")), ("no_debt", _("It is no debt"))],
        widget=forms.RadioSelect,
    )
    reason = words(_("Reason"), _("Kept with the case, for the person and whoever looks at it later."))

    @property
    def told(self) -> dict[str, Any]:
        return {"is_debt": self.cleaned_data["decision"] == "debt", "reason": self.cleaned_data["reason"]}
