"""Django's settings, derived from the settings of the site (see ``configuration.py``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
from django.conf.locale import LANG_INFO
from django.utils.csp import CSP

from majlis.framework.process_name import process_brief, process_name
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.languages import LANGUAGES as SIX
from majlis.kernel.queues import Queue
from majlis.site.configuration import load_configuration

CONFIGURATION = load_configuration()
ROOT = Path(__file__).resolve().parents[1]

DEBUG = False
SECRET_KEY = CONFIGURATION.secret_key()
SECRET_KEY_FALLBACKS = [key for key in CONFIGURATION.old_secret_keys if key != SECRET_KEY]
ALLOWED_HOSTS = CONFIGURATION.allowed_hosts
CSRF_TRUSTED_ORIGINS = CONFIGURATION.trusted_origins
USE_X_FORWARDED_HOST = False

# Settings of Majlis that rooms and templates read.
MAJLIS_DEMO = CONFIGURATION.demo
MAJLIS_FILES = CONFIGURATION.files
MAJLIS_BACKUP_TO = CONFIGURATION.backup_to
MAJLIS_BACKUP_EVERY = CONFIGURATION.backup_every
MAJLIS_UPLOAD_LIMIT = CONFIGURATION.upload_limit
MAJLIS_DAYS_TO_ANSWER = CONFIGURATION.days_to_answer
MAJLIS_QUIET_YEARS = CONFIGURATION.quiet_years
MAJLIS_PUBLIC_ADDRESS = CONFIGURATION.public_address
MAJLIS_PROXIES = CONFIGURATION.proxies
MAJLIS_OUTBOX = not CONFIGURATION.email_url
MAJLIS_REMARK_DAYS = CONFIGURATION.remark_days
MAJLIS_RUN_BY = CONFIGURATION.run_by
MAJLIS_SECURITY_CONTACT = CONFIGURATION.security_contact
# The socket of the process with the model of meaning; empty where a process loads the model itself.
MAJLIS_MEANING_SOCKET = ""
MAJLIS_METRICS_FROM = CONFIGURATION.metrics_from
MAJLIS_METRICS_TOKEN = CONFIGURATION.metrics_token
MAJLIS_PROFILE = "wsis"
MAJLIS_PROCESS = process_name
MAJLIS_PROCESS_BRIEF = process_brief

ROOMS = [
    "majlis.kernel",
    "majlis.look",
    "majlis.kit",
    "majlis.commons.notices",
    "majlis.commons.drafts",
    "majlis.commons.moderation",
    "majlis.commons.comments",
    "majlis.commons.remarks",
    "majlis.commons.translation",
    "majlis.framework",
    "majlis.parties.accounts",
    "majlis.commons.imports",
    "majlis.parties",
    "majlis.commons.search",
    "majlis.commons.live",
    "majlis.instruments",
    "majlis.events",
    "majlis.documents",
    "majlis.mandates",
    "majlis.portal",
    "majlis.site",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_tasks_db",
    # Imports the rules.py of every room.
    "rules.apps.AutodiscoverRulesConfig",
    # Before allauth: our templates and translations override its own.
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.forms",
]
FORM_RENDERER = "majlis.look.forms.FormRenderer"
MIDDLEWARE = [
    "majlis.site.proxies.trusted_proxies",
    "majlis.kernel.middleware.request_id",
    # Before all that looks at hosts, languages and sessions, and before the log: monitors ask often.
    "majlis.site.monitors.answer_monitors",
    "majlis.site.access_log.log_access",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # It leaves out what must not be stored, which the next one says.
    "django.middleware.http.ConditionalGetMiddleware",
    # Around all that sets cookies, so that it sees them.
    "majlis.site.cache_control.cache_control",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "majlis.site.moved_addresses.redirect_moved_parameters",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "majlis.kernel.middleware.present_figures",
    "majlis.commons.drafts.middleware.RescueDrafts",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "majlis.parties.accounts.middleware.time_zone",
    "majlis.parties.accounts.known_browsers.set_cookie",
    "majlis.portal.error_pages.FaultMiddleware",
    "majlis.kernel.middleware.refuse_null_characters",
]
CSRF_FAILURE_VIEW = "majlis.portal.error_pages.csrf_failure"
ROOT_URLCONF = "majlis.site.urls"
ASGI_APPLICATION = "majlis.site.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "majlis.look.context.page",
            ],
            "builtins": ["majlis.kernel.templatetags.majlis"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(CONFIGURATION.database_url, conn_max_age=300)
    | {
        "CONN_HEALTH_CHECKS": True,
        # A pooler that gives a connection for one transaction loses them.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "TEST": {"NAME": "test_majlis"},
    }
}
# A connection whose other end is gone without a word is given up within seconds, and not after hours.
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
} | DATABASES["default"].get("OPTIONS", {})
# Where live pages listen; "" is the same as above.
MAJLIS_DIRECT_DATABASE = CONFIGURATION.direct_url
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# It counts attempts to sign in; all processes share it, and it survives a restart.
CACHES = {"default": {"BACKEND": "majlis.kernel.cache.DatabaseCache"}}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": [queue.value for queue in Queue],
    }
}

# Accounts. People sign in by e-mail address; ``majlis.parties.accounts`` has the pages and messages.
_ACCOUNTS = "majlis.parties.accounts"
AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
]
SESSION_ENGINE = f"{_ACCOUNTS}.sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ACCOUNT_ADAPTER = f"{_ACCOUNTS}.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Counted by accounts.attempts instead, which locks nobody out of a browser that they use.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_FORMS = {
    "login": f"{_ACCOUNTS}.forms.SignIn",
    "signup": f"{_ACCOUNTS}.forms.SignUp",
    "add_email": f"{_ACCOUNTS}.forms.AddEmail",
    "change_password": f"{_ACCOUNTS}.forms.ChangePassword",
    "set_password": f"{_ACCOUNTS}.forms.SetPassword",
    "reset_password": f"{_ACCOUNTS}.forms.ResetPassword",
    "reset_password_from_key": f"{_ACCOUNTS}.forms.ResetPasswordKey",
    "reauthenticate": f"{_ACCOUNTS}.forms.Reauthenticate",
}
MFA_ADAPTER = f"{_ACCOUNTS}.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIGURATION.secure
MFA_TOTP_ISSUER = "Majlis"
MFA_FORMS = {
    "authenticate": f"{_ACCOUNTS}.second_step_forms.Authenticate",
    "reauthenticate": f"{_ACCOUNTS}.second_step_forms.ReauthenticateCode",
    "activate_totp": f"{_ACCOUNTS}.second_step_forms.ActivateTOTP",
    "deactivate_totp": f"{_ACCOUNTS}.second_step_forms.DeactivateTOTP",
    "generate_recovery_codes": f"{_ACCOUNTS}.second_step_forms.GenerateCodes",
    "login_webauthn": f"{_ACCOUNTS}.second_step_forms.PasskeySignIn",
    "authenticate_webauthn": f"{_ACCOUNTS}.second_step_forms.AuthenticatePasskey",
    "reauthenticate_webauthn": f"{_ACCOUNTS}.second_step_forms.ReauthenticatePasskey",
    "add_webauthn": f"{_ACCOUNTS}.second_step_forms.AddPasskey",
    "edit_webauthn": f"{_ACCOUNTS}.second_step_forms.EditPasskey",
}
SOCIALACCOUNT_ADAPTER = f"{_ACCOUNTS}.adapter.SocialAdapter"
# Linked by accounts.signals instead, after the second step.
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_FORMS = {
    "signup": f"{_ACCOUNTS}.forms.SocialSignUp",
    "disconnect": f"{_ACCOUNTS}.forms.Disconnect",
}

# Languages. URLs have the codes of the six (/ar/…, /zh/…); Django's codes for Chinese contain the script.
LANGUAGE_CODE = "en"
LANGUAGES = list(LANGUAGE_CHOICES)
for _each in SIX:
    LANG_INFO[_each.code] = {
        "bidi": _each.direction == "rtl",
        "code": _each.code,
        "name": _each.name,
        "name_local": _each.name,
    }
LANGUAGE_COOKIE_NAME = "majlis_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [ROOT / "site" / "library_catalogues"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Mail: sent by a server, or stored in the outbox.
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "majlis.site.mail.OutboxBackend"}}
if CONFIGURATION.email_url:
    _mail = dj_email_url.parse(CONFIGURATION.email_url)
    MAILERS["default"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail["EMAIL_HOST"],
            "port": _mail["EMAIL_PORT"],
            "username": _mail["EMAIL_HOST_USER"],
            "password": _mail["EMAIL_HOST_PASSWORD"],
            "use_tls": _mail["EMAIL_USE_TLS"],
            "use_ssl": _mail["EMAIL_USE_SSL"],
            "timeout": 30,
        },
    }
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIGURATION.email_from

# Static files.
STATIC_URL = "/static/"
STATIC_ROOT = CONFIGURATION.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

# Content Security Policy: no resources from other origins, no inline code.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.secure
if CONFIGURATION.secure:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"clean": {"()": "majlis.site.log_lines.CleanRecord"}},
    "formatters": {
        "line": {"()": "majlis.site.log_lines.LineFormatter"},
        "json": {"()": "majlis.site.log_lines.JSONFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["clean"],
            "formatter": CONFIGURATION.log,
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"majlis.access": {"level": "INFO"}},
}
