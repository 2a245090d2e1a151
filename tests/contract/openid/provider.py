"""A real OpenID Connect provider in a process of its own: `python provider.py FOLDER PORT`.

Its users, clients and keys are kept in FOLDER; it signs with RS256 and asks for PKCE. Nothing of ours is in it.
"""

import os
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1] if len(sys.argv) > 2 else os.environ.get("PROVIDER_FOLDER", "."))
PORT = sys.argv[2] if len(sys.argv) > 2 else "0"


def configure():
    from django.conf import settings

    settings.configure(
        SECRET_KEY="the provider's own",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "provider.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        USE_TZ=True,
        LOGIN_URL="/login/",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{PORT}/o",
            "OIDC_RSA_PRIVATE_KEY": (FOLDER / "key.pem").read_text(),
            "PKCE_REQUIRED": True,
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Claims",
            "SCOPES": {"openid": "who", "profile": "name", "email": "e-mail"},
        },
    )


def claims():
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Claims(OAuth2Validator):
        oidc_claim_scope = None

        def get_additional_claims(self, request):
            return {
                "preferred_username": request.user.username,
                "email": request.user.email,
                "email_verified": request.user.last_name == "verified",
            }

    return Claims


def sign_in(request):
    """The provider's own way of knowing who is there: here, whoever is named."""
    from django.contrib.auth import get_user_model, login
    from django.http import HttpResponse

    login(request, get_user_model().objects.get(username=request.GET["name"]))
    return HttpResponse("in")


def fill(client_id, secret, back):
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0, interactive=False)
    people = get_user_model()
    for name, mail, is_verified in (
        ("omar", "omar@example.org", "verified"),
        ("stranger", "ada@example.org", "unverified"),
        ("closed", "closed@example.org", "verified"),
        ("civil", "civil@example.org", "verified"),
    ):
        people.objects.create_user(name, email=mail, last_name=is_verified)
    Application.objects.create(
        client_id=client_id,
        client_secret=secret,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=back,
        skip_authorization=True,
        algorithm="RS256",
    )


if __name__ == "__main__":
    sys.modules["provider"] = sys.modules["__main__"]
    __name__ = "provider"
    configure()
    import django

    django.setup()
    Claims = claims()
    from django.core.management import call_command
    from django.urls import include, path

    urlpatterns = [
        path("login/", sign_in),
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    ]
    fill(*sys.argv[3:6])
    call_command("runserver", f"127.0.0.1:{PORT}", "--noreload")
