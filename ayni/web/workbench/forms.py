"""What is written in the workbench."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons.access.models import User
from ayni.programmes import queries
from ayni.web.programmes.forms import LONGEST


class WorkbenchForm(forms.Form):
    """The rules, and what else the buttons of the page need: rules to compare with, and a household."""

    text = forms.CharField(
        label=gettext_lazy("The rules"),
        help_text=gettext_lazy("A whole programme, or one rule alone. Suggestions come as you write; ↓ goes to them."),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the rules")},
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("One rule alone is about each"),
        help_text=gettext_lazy("A programme says this itself."),
        choices=[("household", gettext_lazy("Household")), ("person", gettext_lazy("Person"))],
    )
    against = forms.ChoiceField(label=gettext_lazy("Compare with"), required=False)
    household = forms.CharField(
        label=gettext_lazy("Household, or somebody in it"),
        help_text=gettext_lazy("A number such as H00000012, or a name."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, reader: User, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["against"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = versions(reader)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def rewritten(self, text: str) -> None:
        """Show another text than was sent."""
        self.data = self.data.copy()
        self.data["text"] = text


def versions(reader: User) -> list[tuple[str, str]]:
    """The rules that one may compare with: what is in force and what waits for approval, by programme."""
    found = []
    for listed in queries.programmes(reader):
        for version in filter(None, (listed.in_force, listed.draft)):
            said = {"programme": listed.title, "number": version.number}
            told = _("%(programme)s, version %(number)d") if version == listed.in_force else DRAFT
            found.append((str(version.pk), str(told) % said))
    return found


DRAFT = gettext_lazy("%(programme)s, version %(number)d (draft)")
