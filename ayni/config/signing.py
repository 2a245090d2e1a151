"""The settings of signing in: sessions, second factors, e-mail, another organisation's sign-in, service accounts."""

import os
from pathlib import Path


def _told(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def _secret(name: str) -> str:
    """A secret from the environment, or from the file that NAME_FILE names."""
    kept = os.environ.get(f"{name}_FILE")
    return Path(kept).read_text(encoding="utf-8").strip() if kept else _told(name)


IS_BEHIND_TLS = _told("AYNI_TLS") == "1"

# Sessions: how long without use, how long at most, and how many at once.
AYNI_SESSION_IDLE = 60 * int(_told("AYNI_SESSION_IDLE_MINUTES", "30"))
SESSION_COOKIE_AGE = 60 * 60 * int(_told("AYNI_SESSION_HOURS", "10"))
AYNI_SESSIONS_MOST = int(_told("AYNI_SESSIONS_MOST", "5"))
AYNI_LINK_HOURS = int(_told("AYNI_LINK_HOURS", "72"))
AYNI_BREACHED_PASSWORDS = _told("AYNI_BREACHED_PASSWORDS")

# Roles that must have a second factor, and for how many days after joining they may do without. A server that people
# reach through TLS asks at once; an installation on one's own machine does not stand in the way of a first look.
AYNI_SECOND_FACTOR_ROLES = tuple(
    _told("AYNI_SECOND_FACTOR_ROLES", "administrator,payment_officer,payment_approver,data_protection_officer").split(
        ","
    )
)
AYNI_SECOND_FACTOR_GRACE_DAYS = int(_told("AYNI_SECOND_FACTOR_GRACE_DAYS", "0" if IS_BEHIND_TLS else "30"))

# E-mail: without a server for it none is sent, and nothing depends on it.
EMAIL_HOST = _told("AYNI_MAIL_HOST")
EMAIL_PORT = int(_told("AYNI_MAIL_PORT", "587"))
EMAIL_HOST_USER = _told("AYNI_MAIL_USER")
EMAIL_HOST_PASSWORD = _secret("AYNI_MAIL_PASSWORD")
EMAIL_USE_TLS = _told("AYNI_MAIL_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _told("AYNI_MAIL_FROM", "ayni@localhost")
AYNI_HAS_MAIL = bool(EMAIL_HOST)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if AYNI_HAS_MAIL else 'dummy'}.EmailBackend"

# Several processes count together: what limits rates is kept in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "signing_cache"}}

ACCOUNT_ADAPTER = "ayni.web.account.adapters.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/300s/key"}
ACCOUNT_FORMS = {
    "login": "ayni.web.account.forms.SignInForm",
    "change_password": "ayni.web.account.forms.PasswordForm",
    "reauthenticate": "ayni.web.account.forms.ConfirmForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(_told("AYNI_PROXIES", "1" if IS_BEHIND_TLS else "0"))

MFA_ADAPTER = "ayni.web.account.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_BEHIND_TLS  # browsers allow it for this machine alone
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Ayni"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "ayni.web.account.forms.CodeForm",
    "reauthenticate": "ayni.web.account.forms.ConfirmCodeForm",
    "activate_totp": "ayni.web.account.forms.AppForm",
    "login_webauthn": "ayni.web.account.forms.PasskeySignInForm",
    "authenticate_webauthn": "ayni.web.account.forms.PasskeyProofForm",
    "reauthenticate_webauthn": "ayni.web.account.forms.PasskeyConfirmForm",
    "add_webauthn": "ayni.web.account.forms.PasskeyForm",
    "edit_webauthn": "ayni.web.account.forms.RenameForm",
}

# Another organisation's OpenID Connect provider; empty for none.
AYNI_OIDC_URL = _told("AYNI_OIDC_URL")
AYNI_OIDC_NAME = _told("AYNI_OIDC_NAME", "OpenID Connect")
AYNI_OIDC_CLIENT = _told("AYNI_OIDC_CLIENT")
AYNI_OIDC_SECRET = _secret("AYNI_OIDC_SECRET")
AYNI_OIDC_CLAIM = _told("AYNI_OIDC_CLAIM", "preferred_username")  # or email
AYNI_OIDC_SCOPES = _told("AYNI_OIDC_SCOPES", "openid profile email")

# Service accounts of partner systems: client credentials, and nothing else.
OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "ayni.commons.signing.oauth.Validator",
    "SCOPES_BACKEND_CLASS": "ayni.commons.signing.oauth.Scopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": min(int(_told("AYNI_ACCESS_TOKEN_SECONDS", "3600")), 3600),
    "CLIENT_SECRET_GENERATOR_LENGTH": 64,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    **{
        f"COMPLIANT_BCP_RFC9700_{gate}": True
        for gate in (
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "PKCE_METHOD",
            "ACCESS_TOKEN_TRANSPORT",
            "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE",
            "REFRESH_TOKEN",
            "REDIRECT_URI_SCHEME",
            "REDIRECT_URI_MATCHING",
            "PKCE_REQUIRED",
        )
    },
}
