from django.contrib.auth import views as auth
from django.urls import path
from django.views import i18n

from ayni.web import gate
from ayni.web.account import forms, health, tokens

sign_in = auth.LoginView.as_view(
    template_name="account/sign_in.html",
    authentication_form=forms.SignInForm,
    redirect_authenticated_user=True,
)

urlpatterns = [
    path("sign-in/", gate.is_open(sign_in), name="sign_in"),
    path("sign-out/", gate.is_open(auth.LogoutView.as_view()), name="sign_out"),
    path("language/", gate.is_open(i18n.set_language), name="set_language"),
    path("health", health.health, name="health"),
    path("tokens/", tokens.list_own, name="tokens"),
    path("tokens/new/", tokens.make, name="make_token"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke_token"),
]
