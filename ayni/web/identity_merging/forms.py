"""What is asked when two records are merged or parted."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.web.privacy.forms import words

CODE = re.compile(r"[Pp]?\s*0*([1-9]\d{0,17})")


class OtherForm(forms.Form):
    """The number of the other record."""

    other = forms.CharField(
        label=_("Number of the other record"), help_text=_("As on letters: P00000012."), max_length=30
    )

    def clean_other(self) -> int:
        found = CODE.fullmatch(self.cleaned_data["other"].strip())
        if found is None:
            raise forms.ValidationError(_("Write the number as on letters: P00000012."))
        return int(found[1])


class MergeForm(forms.Form):
    """Where the person lives, which value holds of each difference, and why."""

    def __init__(self, data: Any, plan: Any) -> None:
        super().__init__(data)
        if plan.needs_home:
            homes = [(str(home.id), f"{home.code}, {home.area_name}") for home in plan.homes]
            self.fields["lives_in"] = forms.ChoiceField(
                label=_("Where does this person live?"), choices=homes, widget=forms.RadioSelect
            )
        left = {pk: name for home in plan.homes if home.is_head for pk, name in home.left}
        if plan.needs_home and left:
            self.fields["new_head"] = forms.ChoiceField(
                label=_("Who leads the household they leave?"),
                help_text=_("Only needed when the head leaves others behind."),
                choices=[("", _("Nobody: it stays as it is")), *((str(pk), name) for pk, name in left.items())],
                required=False,
            )
        for one in plan.to_pick:
            choices = [(of, told or _("not known")) for of, told in (("kept", one.kept), ("absorbed", one.absorbed))]
            self.fields[f"pick_{one.name}"] = forms.ChoiceField(
                label=one.label, choices=choices, initial=one.suggested, widget=forms.RadioSelect
            )
        if plan.against:
            self.fields["although"] = words(_("Why are they one person all the same?"))
        self.fields["because"] = words(
            _("Why are they the same person?"), _("Shown to whoever looks for the other record.")
        )

    @property
    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        picks = {name.removeprefix("pick_"): value for name, value in said.items() if name.startswith("pick_")}
        home = said.get("lives_in")
        return {
            "because": said["because"],
            "although": said.get("although", ""),
            "lives_in": int(home) if home else None,
            "picks": picks,
        }

    @property
    def new_head_id(self) -> int | None:
        return int(self.cleaned_data.get("new_head") or 0) or None


class PartForm(forms.Form):
    """Why, and what of all that came since is the other's."""

    def __init__(self, data: Any, parting: Any) -> None:
        super().__init__(data)
        if parting.came:
            self.fields["to_other"] = forms.MultipleChoiceField(
                label=_("What came since and belongs to the other record"),
                choices=[(one.code, f"{one.label}: {one.text}") for one in parting.came],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.fields["because"] = words(_("Why are they two persons?"))


class MergesFilter(forms.Form):
    """Which merges."""

    state = forms.ChoiceField(
        label=pgettext_lazy("of a record", "State"),
        required=False,
        choices=[("", _("All")), ("merged", _("Merged")), ("parted", _("Parted again"))],
    )

    def chosen(self) -> str:
        return str(self.cleaned_data.get("state", "")) if self.is_valid() else ""
