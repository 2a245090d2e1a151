"""What an auditor looks for: the address bar is the state."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.commons.access import permissions
from ayni.commons.audit import queries
from ayni.web.audit import told

#: How a person's or a household's code is written: P00000012, H00000012.
CODE = re.compile(r"([HP])0*(\d{1,18})", re.IGNORECASE)
NAMED = {"H": "registry.household", "P": "registry.person"}


class Filter(forms.Form):
    who = forms.CharField(
        label=_("Who"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    subject = forms.CharField(
        label=_("Person, household or record"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    road = forms.ChoiceField(label=_("Through"), required=False)
    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["road"].choices = [("", _("All")), *told.ROADS.items()]

    def asked(self) -> queries.Asked:
        """What is searched for; a filter that cannot be read is none."""
        self.is_valid()
        given = self.cleaned_data
        last = given.get("last")
        return queries.Asked(
            who=given.get("who", ""),
            subject=_subject(given.get("subject", "").strip()),
            permission=given.get("permission", ""),
            road=given.get("road", ""),
            since=given.get("since"),
            until=last + timedelta(days=1) if last and last.year < 9999 else None,
        )


class EntryFilter(Filter):
    permission = forms.ChoiceField(label=_("Permission"), required=False)

    field_order = ("who", "subject", "permission", "road", "since", "last")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        declared = sorted(permissions.declared().items())
        self.fields["permission"].choices = [("", _("All")), *((code, code) for code, _label in declared)]


def _subject(text: str) -> str:
    coded = CODE.fullmatch(text)
    return f"{NAMED[coded[1].upper()]}:{int(coded[2])}" if coded else text
