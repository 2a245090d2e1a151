"""The rules of a programme as somebody writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ayni.engines.rules.errors import DefinitionRefused
from ayni.programmes import queries
from ayni.web import considered
from ayni.web.programmes import passages

LONGEST = 64_000
EMPTY = """\
programme: the-programmes-code
title: {en: ""}
unit: household
legal_basis: ""
criteria:
  - name: its-name
    rule: ""
    says: {en: ""}
benefit:
  amount: 0
  every: month
  currency: LCU
"""


class RulesForm(considered.ConsideredForm):
    text = forms.CharField(
        label=gettext_lazy("The rules"),
        help_text=gettext_lazy("Each criterion has a name, a rule, and what it says in each language."),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "dir": "ltr", "spellcheck": "false", "class": "code"}),
        error_messages={"required": gettext_lazy("Write the rules")},
    )
    in_force_from = forms.DateField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("The first day on which they decide, once approved."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Give the day from which the rules are in force"),
            "invalid": gettext_lazy("Write the day as 2026-07-01"),
        },
    )

    def clean_text(self) -> str:
        """The text, when it can be run; else what is wrong with it, each with its line and column."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        self.places = passages.wrong(text, self._problems(text))
        if self.places:
            raise forms.ValidationError([place.told for place in self.places])
        return text

    def _problems(self, text: str) -> list[Any]:
        try:
            return list(queries.problems(text))
        except DefinitionRefused as refused:
            return [refused]


class ConfirmForm(forms.Form):
    """Nothing to fill in: only to say yes."""


def begin(before: Any) -> dict[str, Any]:
    """What the page begins with: the rules in force, or an empty programme; from the first of next month."""
    today = timezone.localdate()
    following = today.replace(day=1, year=today.year + today.month // 12, month=today.month % 12 + 1)
    return {"text": before.text if before else EMPTY, "in_force_from": following}
