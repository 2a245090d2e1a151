from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ayni.commons.directory import queries as directory

USERNAME = RegexValidator(r"^[\w.@+-]+\Z", _("Letters, digits and . @ + - _ only"))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with what you do."),
        error_messages={"required": _("Say why")},
    )


class PlainForm(forms.Form):
    """A form without a question: its button says what it does."""


class PlaceForm(forms.Form):
    """Somebody, or a system, and where their role holds."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[USERNAME],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter a user name")},
    )
    name = forms.CharField(label=_("Name"), max_length=150, error_messages={"required": _("Enter a name")})
    area = forms.CharField(
        label=_("Code of the area"), max_length=32, required=False, help_text=_("Everywhere, when it is left empty.")
    )

    def clean_area(self) -> Any:
        code = self.cleaned_data["area"]
        if not code:
            return None
        found = directory.area(code)
        if found is None:
            raise forms.ValidationError(_("There is no area of this code"))
        return found


class InviteForm(PlaceForm):
    email = forms.EmailField(label=_("E-mail"), required=False)
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role")})

    field_order = ["name", "username", "email", "role", "area"]

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", ""), *roles]  # type: ignore[attr-defined]


class PartnerForm(PlaceForm):
    field_order = ["name", "username", "area"]
