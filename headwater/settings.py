"""Settings of one installation, read from the environment.

HEADWATER_HOME          folder of data, files and secrets (default: var/ in the checkout)
HEADWATER_CAPABILITIES  capability folders that are on, by commas (default: all that are built)
HEADWATER_DEMO          1: personas can be signed in as without a password, on loopback only
HEADWATER_HOST          host names served, by commas (default: loopback names)
HEADWATER_SMTP          server that sends mail (default: files in the home's folder mail)
HEADWATER_MAIL_FROM     the address that mail comes from
DATABASE_URL            an existing PostgreSQL server in place of the embedded one
"""

import os
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from headwater import mail, postgres

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = postgres.home(os.environ)

BUILT_CAPABILITIES = ("inspection",)
CAPABILITIES = tuple(
    name.strip()
    for name in os.environ.get("HEADWATER_CAPABILITIES", ",".join(BUILT_CAPABILITIES)).split(",")
    if name.strip()
)
if unknown := sorted(set(CAPABILITIES) - set(BUILT_CAPABILITIES)):
    raise ValueError(
        f"HEADWATER_CAPABILITIES names {', '.join(unknown)}, which this version does not have. "
        f"It has: {', '.join(BUILT_CAPABILITIES)}."
    )

DEMO = os.environ.get("HEADWATER_DEMO") == "1"
DEBUG = False
SECRET_KEY = postgres.secret(HOME, "django-key")
READER_KEY = postgres.secret(HOME, "reader-key")
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("HEADWATER_HOST", "127.0.0.1,localhost,[::1]").split(",")
]
HTTPS = os.environ.get("HEADWATER_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks_db",
    "headwater.govuk",
    "headwater.kernel",
    *(f"headwater.{name}" for name in CAPABILITIES),
    "headwater.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "headwater.govuk.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "headwater.desk.middleware.ReaderTransaction",
]

ROOT_URLCONF = "headwater.urls"
WSGI_APPLICATION = "headwater.wsgi.application"
HEADWATER_NAVIGATION = "headwater.desk.navigation.items"

_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "headwater.govuk.jinja.page_context",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "jinja",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "headwater.govuk.jinja.environment",
            "context_processors": _CONTEXT_PROCESSORS,
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = postgres.databases(os.environ)
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "kernel.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
# The pages and mails that hand out a way to set a password say three days.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "headwater.desk.accounts.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
_FORMS = "headwater.desk.forms.sign_in"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignIn",
    "reauthenticate": f"{_FORMS}.Again",
    "change_password": f"{_FORMS}.ChangePassword",
    "set_password": f"{_FORMS}.SetPassword",
    "reset_password": f"{_FORMS}.AskForReset",
    "reset_password_from_key": f"{_FORMS}.Reset",
}
MFA_ADAPTER = "headwater.desk.accounts.SecondStep"
MFA_FORMS = {
    "authenticate": f"{_FORMS}.Code",
    "reauthenticate": f"{_FORMS}.CodeAgain",
    "activate_totp": f"{_FORMS}.ActivateApp",
    "add_webauthn": f"{_FORMS}.AddPasskey",
    "edit_webauthn": f"{_FORMS}.NamePasskey",
}
SOCIALACCOUNT_ADAPTER = "headwater.desk.accounts.OrganisationAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if os.environ.get("HEADWATER_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "organisation",
                "name": os.environ.get("HEADWATER_OIDC_NAME", "your organisation"),
                "client_id": os.environ["HEADWATER_OIDC_CLIENT"],
                "secret": os.environ["HEADWATER_OIDC_SECRET"],
                "settings": {"server_url": os.environ["HEADWATER_OIDC_SERVER"]},
            }
        ]
    }
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Headwater"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "headwater"}
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

HEADWATER_TERMS = "headwater.desk.glossary.meanings"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
FILES_DIR = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_TEMP_DIR = None

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "headwater.govuk.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = False
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

MAILERS = mail.mailers(os.environ, HOME)
DEFAULT_FROM_EMAIL = os.environ.get("HEADWATER_MAIL_FROM", "headwater@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "headwater.desk.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
