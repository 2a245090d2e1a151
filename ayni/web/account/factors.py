"""Allauth's views of passwords and second factors, at our addresses, with our pages."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache


class SignIn(account.LoginView):  # type: ignore[misc]
    template_name = "account/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        elsewhere = settings.AYNI_OIDC_NAME if settings.AYNI_OIDC_URL else ""
        return {**super().get_context_data(**kwargs), "elsewhere": elsewhere}


sign_in = SignIn.as_view()


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]
    template_name = "account/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A passkey that can be found without a user name, and that asks for a finger, a face or a code."""
        told: dict[str, Any] = super().get_context_data(**kwargs)
        told["form"] = kwargs.get("form") or self.get_form()
        told["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return told


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "account/closed.html", status=403)


def _no_password(request: HttpRequest) -> HttpResponse:
    return render(request, "account/no_password.html")


def _view(kind: Any, template: str) -> Any:
    return never_cache(kind.as_view(template_name=f"account/{template}.html"))


#: By the names that allauth looks them up with.
urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/closed/", _closed, name="account_inactive"),
    path("sign-in/code/", _view(mfa.AuthenticateView, "code"), name="mfa_authenticate"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("account/confirm/", _view(account.ReauthenticateView, "confirm"), name="account_reauthenticate"),
    path("account/confirm/code/", _view(mfa.ReauthenticateView, "confirm"), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/",
        _view(webauthn.ReauthenticateWebAuthnView, "confirm_passkey"),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/password/", _view(account.PasswordChangeView, "password"), name="account_change_password"),
    path("account/password/none/", _no_password, name="account_set_password"),
    path("account/factors/", _view(mfa.IndexView, "factors"), name="mfa_index"),
    path("account/factors/app/", _view(totp.ActivateTOTPView, "add_app"), name="mfa_activate_totp"),
    path("account/factors/app/remove/", _view(totp.DeactivateTOTPView, "remove_app"), name="mfa_deactivate_totp"),
    path("account/factors/codes/", _view(recovery.ViewRecoveryCodesView, "codes"), name="mfa_view_recovery_codes"),
    path(
        "account/factors/codes/new/",
        _view(recovery.GenerateRecoveryCodesView, "new_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path("account/factors/passkeys/", _view(webauthn.ListWebAuthnView, "passkeys"), name="mfa_list_webauthn"),
    path("account/factors/passkeys/add/", never_cache(AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "account/factors/passkeys/<int:pk>/name/",
        _view(webauthn.EditWebAuthnView, "rename_passkey"),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/factors/passkeys/<int:pk>/remove/",
        _view(webauthn.RemoveWebAuthnView, "remove_passkey"),
        name="mfa_remove_webauthn",
    ),
]
