"""Everything runs with these values: embedded database, stand-in bridges. The environment may change them."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from affilia.config.secret import secret_in

env = environ.FileAwareEnv()

BASE = Path(__file__).resolve().parent.parent.parent
VAR = Path(env.str("AFFILIA_VAR", default=str(BASE / "var")))

# embedded: http on loopback, demo sign-in links; production: refuses all of that (config.checks)
MODE = env.str("AFFILIA_MODE", default="embedded")
if MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured(f"AFFILIA_MODE is {MODE!r}; it must be 'embedded' or 'production'.")
EMBEDDED = MODE == "embedded"
DEBUG = False

SECRET_KEY = env.str("AFFILIA_SECRET_KEY", default="") or (secret_in(VAR / "keys" / "secret") if EMBEDDED else "")

# one-click sign-in for the demonstration: never outside the embedded mode, never past loopback
DEMO = EMBEDDED and env.bool("AFFILIA_DEMO", default=True)

SITE = env.str("AFFILIA_SITE", default="http://127.0.0.1:8000")
DOCUMENTS_SITE = env.str("AFFILIA_DOCUMENTS_SITE", default="http://127.0.0.1:8001")
ALLOWED_HOSTS = env.list("AFFILIA_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE]
# how many proxies of the operator stand before the service: the last of them says who asks
PROXIES = env.int("AFFILIA_PROXIES", default=0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "affilia.journal",
    "affilia.people",
    "affilia.documents",
    "affilia.letters",
    "affilia.casework",
    "affilia.coverage",
    "affilia.registration",
    "affilia.claims",
    "affilia.payments",
    "affilia.pages",
    "affilia.portal",
    "affilia.desk",
    "affilia.console",
    "affilia.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "affilia.config.middleware.origins",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "affilia.config.middleware.idle_sessions_end",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "affilia.config.middleware.private_by_default",
]

ROOT_URLCONF = "affilia.config.urls"
WSGI_APPLICATION = "affilia.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "affilia.pages.context.page",
            ],
        },
    }
]

# widgets of our own live among the templates
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["affilia.config.sessions.Accounts"]
LOGIN_URL = "sign-in"

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: an acknowledged write survives a power cut; measured at 3,800 commits a second, paid gladly
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    # without it INSERT OR REPLACE deletes a row past the triggers of tables that only grow
    "PRAGMA recursive_triggers=ON;",
}
_database = env.str("AFFILIA_DATABASE", default="")
DATABASES = {
    "default": (
        env.db_url_config(_database)
        if _database
        else {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR / "affilia.sqlite3"),
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    )
}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
# a server may drop a connection between two requests; a file cannot
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", bool(_database))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "OPTIONS": {}}}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

USE_TZ = True
TIME_ZONE = "Europe/Paris"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("fr", "Français"), ("en", "English")]
# prepared, shown once their catalogue is complete (console.messages: COMPLETE)
LANGUAGES_PLANNED = [("es", "Español"), ("pt", "Português"), ("ar", "العربية"), ("zh", "中文")]
LOCALE_PATHS = [str(BASE / "locale")]
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
# the public keys of the offline page are published here (coverage.verifier)
PUBLISHED = VAR / "published"
PUBLISHED.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [str(PUBLISHED)]
STATIC_ROOT = str(VAR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_ENGINE = "affilia.config.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_STUDENT = 30 * 60
SESSION_IDLE_STAFF = 15 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not EMBEDDED
SESSION_COOKIE_NAME = "affilia" if EMBEDDED else "__Host-affilia"
CSRF_COOKIE_NAME = "affilia_csrf" if EMBEDDED else "__Host-affilia_csrf"
LANGUAGE_COOKIE_NAME = "affilia_language" if EMBEDDED else "__Host-affilia_language"
BROWSER_COOKIE_NAME = "affilia_browser" if EMBEDDED else "__Host-affilia_browser"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "affilia.config.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not EMBEDDED
SECURE_HSTS_SECONDS = 0 if EMBEDDED else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not EMBEDDED
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, DOCUMENTS_SITE],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}

# a document of 10 MB, with room for the form around it; refused before it is read (documents.gate)
DOCUMENT_BYTES = env.int("AFFILIA_DOCUMENT_BYTES", default=10 * 1024 * 1024)
# one person's uploads: so many opened at a time, so many an hour (people.turns)
UPLOADS_AT_ONCE = env.int("AFFILIA_UPLOADS_AT_ONCE", default=2)
UPLOADS_AN_HOUR = env.int("AFFILIA_UPLOADS_AN_HOUR", default=60)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# settings of the fund (domain conflicts are choices of the operator)
VISA_VALIDATION = env.str("AFFILIA_VISA_VALIDATION", default="definitive")
# rows of the orientation in doubt, decided otherwise than the table prefers: {"ORI-07": "post"}
ORIENTATION_CHOICES: dict[str, str] = env.json("AFFILIA_ORIENTATION", default={})
# a sum the law lets wait to the end of the year (D133-2): "pay" it at once, or let it "wait"
SMALL_SUMS = env.str("AFFILIA_SMALL_SUMS", default="pay")
# where the sources read the law in two ways (law.readings): {"direct_access": "decree"}
READINGS: dict[str, str] = env.json("AFFILIA_READINGS", default={})
ACCEPT_BY_RULE = env.bool("AFFILIA_ACCEPT_BY_RULE", default=False)
# whether rights end without a caseworker once the days of the law have passed
END_BY_RULE = env.bool("AFFILIA_END_BY_RULE", default=False)
FUND_NAME = env.str("AFFILIA_FUND_NAME", default="Caisse de démonstration Affilia")
# where the commission de recours amiable takes letters: part of every refusal
COMMISSION_ADDRESS = env.str(
    "AFFILIA_COMMISSION_ADDRESS",
    default="Commission de recours amiable, Caisse de démonstration Affilia, 1 rue de l'Exemple, 49000 Angers",
)
FUND_IBAN = env.str("AFFILIA_FUND_IBAN", default="FR7630006000011234567890189")
FUND_BIC = env.str("AFFILIA_FUND_BIC", default="AGRIFRPP")

BRIDGES = {
    "bank": env.str("AFFILIA_BANK", default="standin"),
    "register": env.str("AFFILIA_REGISTER", default="standin"),
    "mail": env.str("AFFILIA_MAIL", default="standin"),
    "signature": env.str("AFFILIA_SIGNATURE", default="standin"),
    "keys": env.str("AFFILIA_KEYS", default="standin"),
    "ocr": env.str("AFFILIA_OCR", default="real"),
    "antivirus": env.str("AFFILIA_ANTIVIRUS", default="standin"),
}

# the relay of the real mail bridge, and whose name its mails carry
vars().update(env.email_url("AFFILIA_MAIL_RELAY", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("AFFILIA_MAIL_FROM", default="affilia@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"affilia": {"level": "INFO"}},
}
