"""Django's settings. Everything a server may set comes from the environment; nothing needs to be set to begin."""

import os
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ayni.config import home
from ayni.config.cards import *  # noqa: F403 settings
from ayni.config.identifiers import AYNI_IDENTIFIERS  # noqa: F401 a setting
from ayni.config.postgresql import addresses
from ayni.config.roles import AYNI_ROLES  # noqa: F401 a setting
from ayni.config.signing import *  # noqa: F403 settings
from ayni.config.signing import IS_BEHIND_TLS
from ayni.config.wiring import (  # noqa: F401 settings
    AYNI_AREA_FOLLOWERS,
    AYNI_BELONGINGS,
    AYNI_DAILY,
    AYNI_DICTIONARY_READERS,
    AYNI_EXTRACTS,
    AYNI_HELPS,
    AYNI_HOLDINGS,
    AYNI_JOBS,
    AYNI_PROTECTED,
    AYNI_STAKES,
    AYNI_SUBSCRIBERS,
)

PACKAGE = Path(__file__).resolve().parent.parent
PROJECT = PACKAGE.parent

AYNI_HOME = home.folder()
SECRET_KEY = home.secret(AYNI_HOME)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("AYNI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("AYNI_ORIGINS", "").split(",") if origin]

DATABASES = {
    "default": {
        "ENGINE": "ayni.config.postgresql",
        **(
            addresses.settings_of(os.environ["DATABASE_URL"])
            if os.environ.get("DATABASE_URL")
            else {"NAME": "postgres", "HOST": "", "EMBEDDED": str(AYNI_HOME / "postgresql")}
        ),
        "OWNER": addresses.owner_of(os.environ.get("AYNI_OWNER_URL", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}

INSTALLED_APPS = [
    "ayni.commons.access",
    "ayni.commons.audit",
    "ayni.commons.directory",
    "ayni.commons.jobs",
    "ayni.commons.limits",
    "ayni.commons.sealing",
    "ayni.commons.signing",
    "ayni.snapshots",
    "ayni.registry",
    "ayni.identity",
    "ayni.intake",
    "ayni.assessment",
    "ayni.programmes",
    "ayni.enrolment",
    "ayni.benefits",
    "ayni.privacy",
    "ayni.monitoring",
    "ayni.exchange",
    "ayni.web",
    "procrastinate.contrib.django",
    "pghistory",
    "pgtrigger",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "oauth2_provider",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ayni.web.security.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ayni.web.account.sessions.Limits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ayni.web.limits.Limited",
    "ayni.web.gate.SignedIn",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ayni.web.navigation.context",
            ],
            "libraries": {"ayni": "ayni.web.templatetags.ayni"},
            "builtins": ["ayni.web.templatetags.ayni"],
        },
    }
]

ROOT_URLCONF = "ayni.config.urls"
WSGI_APPLICATION = "ayni.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

AUTH_USER_MODEL = "access.User"
LOGIN_URL = "web:sign_in"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # dear in memory as well as in time
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "ayni.commons.signing.passwords.NotBreached"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("AYNI_TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = PROJECT / "build" / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "ayni.web.libraries.Finder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
NODE_MODULES = PROJECT / "node_modules"

AYNI_PROXIES = int(os.environ.get("AYNI_PROXIES", "1" if IS_BEHIND_TLS else "0"))  # reverse proxies in front of us
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_BEHIND_TLS
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
if IS_BEHIND_TLS:  # a name that browsers take from this host alone, over TLS alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_SSL_REDIRECT = IS_BEHIND_TLS
SECURE_REDIRECT_EXEMPT = ["^health$"]  # whatever watches the server asks it without TLS
SECURE_HSTS_SECONDS = 31_536_000 if IS_BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_BEHIND_TLS and os.environ.get("AYNI_HSTS_SUBDOMAINS", "") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AYNI_ENGINE = os.environ.get("AYNI_ENGINE", "duckdb")  # or spark, polars
AYNI_ENGINE_MEMORY = os.environ.get("AYNI_ENGINE_MEMORY", "1GB")
AYNI_SNAPSHOT_WORKERS = int(os.environ.get("AYNI_SNAPSHOT_WORKERS", "2"))
AYNI_SNAPSHOTS_NEWEST = int(os.environ.get("AYNI_SNAPSHOTS_NEWEST", "10"))
AYNI_SNAPSHOTS_MONTHS = int(os.environ.get("AYNI_SNAPSHOTS_MONTHS", "24"))

AYNI_SEALING_KEYS = os.environ.get("AYNI_SEALING_KEYS", "")  # a file; else AYNI_HOME/sealing_keys
AYNI_SMALL_CELL = int(os.environ.get("AYNI_SMALL_CELL", "10"))  # fewer are not told by a sensitive answer

AYNI_WEB_PROCESSES = int(os.environ.get("AYNI_WEB_PROCESSES", str(min(4, os.cpu_count() or 1))))  # of `ayni serve`

AYNI_PROVIDER_URL = os.environ.get("AYNI_PROVIDER_URL", "")
#: The amount of a payment cycle from which a second officer must countersign it; none unless it is set.
AYNI_DUAL_CONTROL = Decimal(os.environ["AYNI_DUAL_CONTROL"]) if os.environ.get("AYNI_DUAL_CONTROL") else None
#: How many households a campaign expects from which on a second officer must approve it.
AYNI_LARGE_CAMPAIGN = int(os.environ.get("AYNI_LARGE_CAMPAIGN", "2000"))
AYNI_PROVIDER_SECRET = os.environ.get("AYNI_PROVIDER_SECRET", "")  # with which requests and answers are signed
AYNI_REGION = os.environ.get("AYNI_REGION", "") or None  # of telephone numbers written without a country: KE, PK
AYNI_CURRENCY = os.environ.get("AYNI_CURRENCY", "LCU")

PGHISTORY_APPEND_ONLY = True
PROCRASTINATE_ON_APP_READY = None
AYNI_DAILY_AS = os.environ.get("AYNI_DAILY_AS", "")  # the officer in whose name daily work begins; none: it does not
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # AYNI_JOBS says where work is

# What comes in: bytes of a body without files, of a whole request, fields, and files at once.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
AYNI_LARGEST_REQUEST = int(os.environ.get("AYNI_LARGEST_REQUEST", str(26 * 1024 * 1024)))
AYNI_LARGEST_FILE = int(os.environ.get("AYNI_LARGEST_FILE", str(512 * 1024 * 1024)))  # of people, at its own address
AYNI_FILE_TWO_OFFICERS = int(os.environ.get("AYNI_FILE_TWO_OFFICERS", "10000"))  # rows: more need a second officer
AYNI_FILE_DAYS = int(os.environ.get("AYNI_FILE_DAYS", "30"))  # a file's content is kept, sealed, for so long
# Who looks like an applicant: from which chance on they are shown, and from which an answer is asked for.
# Forms whose head is on record already with such a chance wait for an officer; above 1 none do.
AYNI_DESK_CHECK: dict[str, float] = {"shown_from": 0.5, "very_likely_from": 0.95, "forms_wait_from": 0.95}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o600
# How often, in how many seconds: for each address before sign-in, for each user after it.
AYNI_LIMITS: dict[str, tuple[int, int] | None] = {
    "sign_in": (120, 300),  # an office has one address
    "api": (1200, 60),
    "api_refused": (60, 60),
    "search": (120, 60),
    "check": (240, 600),  # whether an applicant is registered, asked while they are typed
    "check_beyond": (60, 3600),  # records beyond one's areas that are shown by it
    "export": (30, 600),
    "upload": (60, 600),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "ayni.config.logs.Line", "fmt": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"oauthlib": {"level": "WARNING"}, "oauth2_provider": {"level": "WARNING"}},  # below, they tell tokens
    "root": {"handlers": ["stderr"], "level": os.environ.get("AYNI_LOG", "WARNING")},
}
