from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.commons.access import queries
from ayni.commons.directory import queries as directory


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role")})
    area = forms.CharField(
        label=_("Code of the area"), max_length=32, required=False, help_text=_("Everywhere, when it is left empty.")
    )
    institution = forms.CharField(
        label=_("Code of the institution"),
        max_length=40,
        required=False,
        help_text=_("Every institution's programmes, when it is left empty."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The first day on which it holds no longer. Without an end, when it is left empty."),
    )
    reason = forms.CharField(label=_("Why"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.code, str(role)) for role in queries.roles()]
        self.fields["role"].choices = [("", ""), *roles]  # type: ignore[attr-defined]

    def clean_area(self) -> Any:
        code = self.cleaned_data["area"]
        found = directory.area(code) if code else None
        if code and found is None:
            raise forms.ValidationError(_("There is no area of this code"))
        return found

    def clean_institution(self) -> Any:
        code = self.cleaned_data["institution"]
        found = directory.institution(code) if code else None
        if code and found is None:
            raise forms.ValidationError(_("There is no institution of this code"))
        return found


class LendForm(forms.Form):
    to = forms.CharField(
        label=_("User name of your colleague"), max_length=150, error_messages={"required": _("Enter a user name")}
    )
    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The first day on which your colleague has it no longer."),
        error_messages={"required": _("Enter a day")},
    )
    reason = forms.CharField(label=_("Why"), max_length=500, error_messages={"required": _("Say why")})

    def clean_to(self) -> Any:
        found = queries.user(self.cleaned_data["to"])
        if found is None or not found.is_active:
            raise forms.ValidationError(_("There is nobody of this user name"))
        return found
