"""Django's settings, all derived from the typed configuration in config.py."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mulakat import config, database, jitsi_file

HERE = Path(__file__).resolve().parent
CONFIG = config.read()
CONFIG.MULAKAT_DATA.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = CONFIG.SECRET_KEY
DATA_KEY = CONFIG.DATA_KEY
ORIGIN = CONFIG.origin
SECURE = ORIGIN.startswith("https://")
ALLOWED_HOSTS = [host.strip() for host in CONFIG.ALLOWED_HOSTS.split(",") if host.strip()]
STAFF_HOSTS = {host.strip() for host in CONFIG.STAFF_HOSTS.split(",") if host.strip()}
CSRF_TRUSTED_ORIGINS = [ORIGIN]
# Another engine's script runs under a name of its own, where no cookie of ours is
JITSI = (
    jitsi_file.read(CONFIG.JITSI_FILE, is_production=CONFIG.MULAKAT_MODE == "production")
    if CONFIG.JITSI_FILE
    else ()
)
MEETING_ORIGIN = CONFIG.MEETING_ORIGIN.rstrip("/")
MEETING_HOST = urlsplit(MEETING_ORIGIN).hostname or ""
if MEETING_HOST and MEETING_HOST not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(MEETING_HOST)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "mulakat.audit",
    "mulakat.notifications",
    "mulakat.prisons",
    "mulakat.accounts",
    "mulakat.people",
    "mulakat.schedule",
    "mulakat.visits",
    "mulakat.calls",
    "mulakat.calls.engines.jitsi",
    "mulakat.gate",
    "mulakat.portals.visitor",
    "mulakat.portals.staff",
    "mulakat.portals.kiosk",
    "mulakat.portals.demo",
    "mulakat.worker",
]

MIDDLEWARE = [
    "mulakat.web.headers.SecurityHeaders",
    "mulakat.web.hosts.KnownHosts",
    "django.middleware.gzip.GZipMiddleware",
    "mulakat.web.language.ChosenLanguage",
    "mulakat.portals.staff.access.StaffSessions",
    "django.middleware.csrf.CsrfViewMiddleware",
    "mulakat.portals.staff.access.StaffOnly",
    "mulakat.web.typed.Typed",
]

ROOT_URLCONF = "mulakat.urls"
WSGI_APPLICATION = "mulakat.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "mulakat.web.context.frame",
                "mulakat.portals.visitor.here.place",
            ],
            "builtins": ["django.templatetags.i18n", "mulakat.web.tags"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database.settings_of(CONFIG.database_url)}
IS_SQLITE = database.engine(CONFIG.database_url) == "sqlite"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["mulakat.portals.staff.identity.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/staff/sign-in/"

# Only staff have a Django session; a visitor has a draft or a join cookie, a terminal its key.
SESSION_ENGINE = "mulakat.accounts.sessions"
SESSION_COOKIE_NAME = "mulakat_staff"
SESSION_COOKIE_PATH = "/staff/"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "mulakat_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mulakat.web.errors.csrf_failure"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी"), ("bn", "বাংলা")]
LANGUAGE_COOKIE_NAME = "mulakat_language"
# One catalogue per part of the product, so that each stays small enough to read.
LOCALE_PATHS = sorted(path for path in (HERE / "locale").iterdir() if path.is_dir())
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = CONFIG.MULAKAT_DATA / "static"
INSTALLED_APPS.insert(0, "django.contrib.staticfiles")
STATIC_IS_COLLECTED = CONFIG.MULAKAT_MODE == "production"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"
        if STATIC_IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.PROXY_HOPS else None
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = CONFIG.EMAIL_FROM

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "mulakat.web.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": CONFIG.LOG_LEVEL},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
