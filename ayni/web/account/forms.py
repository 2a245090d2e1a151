import struct
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from ayni.commons.access import permissions

#: What the libraries raise for an answer that is no passkey's.
MALFORMED = (KeyError, TypeError, AttributeError, ValueError, IndexError, struct.error)


def _plain(field: forms.Field, label: Any, missing: Any, help_text: Any = "") -> None:
    field.label, field.help_text = label, help_text
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("User name"), _("Enter your user name"))
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")
        _plain(self.fields["password"], _("Password"), _("Enter your password"))

    def add_prefix(self, field_name: str) -> str:
        """In the page it is the user name."""
        return "username" if field_name == "login" else str(super().add_prefix(field_name))


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("Present password"), _("Enter your present password"))
        _plain(self.fields["password1"], _("New password"), _("Enter a new password"), password_help())
        _plain(self.fields["password2"], _("New password again"), _("Enter the new password again"))


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Password"), _("Enter your password"))


class _Code:
    """A field for a code, by any of allauth's forms."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code"), _("Enter the code"), _("From your authenticator app, six digits."))
        self.fields["code"].widget.attrs.update(inputmode="numeric", maxlength="16")


class CodeForm(_Code, codes.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("From your authenticator app, or one of your recovery codes.")


class ConfirmCodeForm(_Code, codes.ReauthenticateForm):  # type: ignore[misc]
    pass


class AppForm(_Code, ActivateTOTPForm):  # type: ignore[misc]
    pass


class _Proof:
    """Whatever a browser sends in place of a passkey's answer is a wrong answer."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeySignInForm(_Proof, passkeys.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyProofForm(_Proof, passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyConfirmForm(_Proof, passkeys.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """Every passkey proves a second factor and signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        _plain(self.fields["name"], _("Name"), _("Give it a name"), _("So that you know it again: “my telephone”"))
        self.fields["name"].widget.attrs["maxlength"] = "80"
        self.fields["name"].max_length = 80  # type: ignore[attr-defined]
        self.fields["credential"].error_messages["required"] = _("The passkey was not made. Try again.")

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenameForm(passkeys.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], _("Name"), _("Give it a name"))


class ChooseForm(forms.Form):
    """A first or a new password, by a one-time link."""

    password = forms.CharField(
        label=_("New password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a new password")},
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter the new password again")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_help()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "again" in given and given.get("password") != given["again"]:
            self.add_error("again", _("The two passwords are not the same"))
        return given


class ForgottenForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter your user name")},
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What will use it, such as “civil registration link”"),
        error_messages={"required": _("Say what will use the token")},
    )
    days = forms.TypedChoiceField(
        label=_("Works for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year"))],
    )
    permissions = forms.MultipleChoiceField(
        label=_("What it may do"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as little as it needs. When nothing is chosen, it may do all that you may."),
    )

    def __init__(self, *args: Any, holder: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = permissions.declared()
        self.fields["permissions"].choices = [  # type: ignore[attr-defined]
            (code, told.get(code, code)) for code in sorted(holder.places)
        ]

    def clean_permissions(self) -> list[str] | None:
        return self.cleaned_data["permissions"] or None


class PlainForm(forms.Form):
    """A form without a question: its button says what it does."""


def password_help() -> str:
    return " ".join(password_validators_help_texts())
