"""Settings of the portal, from the environment only.

Production is the default: everything a public server needs must be set, or the process refuses to start with a hint.
`DEMO=true` (set by `make run`) trades the secrets for well-known ones and is refused together with production settings.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("DEMO", default=False)

HINTS = {
    "SECRET_KEY": "a long random text, e.g. from `python -c 'import secrets; print(secrets.token_urlsafe(50))'`",
    "DATABASE_URL": "e.g. postgres://portal:password@db:5432/portal (or run through `python -m config.embedded -- …`)",
    "REDIS_URL": "e.g. redis://:password@redis:6379/0 (or run through `python -m config.embedded -- …`)",
    "ALLOWED_HOSTS": "the host names of the portal, separated by commas, e.g. partnerskaber.example",
    "PORTAL_URL": "the public address without a trailing slash, e.g. https://partnerskaber.example",
    "EMAIL_URL": "the mail server, e.g. smtp+tls://user:password@mail.example:587",
    "DEFAULT_FROM_EMAIL": "the sender of the portal's mails, e.g. Partnerskabsportalen <portal@partnerskaber.example>",
    "CONTACT_EMAIL": "where people write to you about the portal, e.g. hjaelp@partnerskaber.example",
    "CONTACT_PHONE": "where people call you about the portal, e.g. 00 00 00 00",
    "MEDIA_BUCKET": "the bucket that MEDIA_BUCKET_ENDPOINT and MEDIA_BUCKET_REGION tell of, or leave all three out",
    "MAIL_RETENTION_DAYS": "a number of days, 1 or more",
}


def required(name: str, demo: str | None = None) -> str:
    """The environment variable, its demo value in demo mode, or a refusal that says what to set."""
    value: str = env.str(name, default="").strip()
    if value:
        return value
    if DEMO and demo is not None:
        return demo
    raise ImproperlyConfigured(f"Set the environment variable {name}: {HINTS[name]}")


def unusable(name: str, value: object) -> ImproperlyConfigured:
    """The refusal of a variable that is set, but not to anything that works."""
    return ImproperlyConfigured(f"The environment variable {name} cannot be {str(value)!r}. Set it to {HINTS[name]}")


def separated(text: str) -> list[str]:
    """The parts of a text with commas, without the spaces people write after them."""
    return [part.strip() for part in text.split(",") if part.strip()]


def allowed_hosts() -> list[str]:
    """The names the portal answers to: names only, no addresses."""
    text = required("ALLOWED_HOSTS", demo="*" if DEMO else None)
    hosts = separated(text)
    if not hosts or any(" " in host or "/" in host for host in hosts):
        raise unusable("ALLOWED_HOSTS", text)
    return hosts


def portal_url() -> str:
    """The public address: scheme and host and nothing more, and https outside demo mode."""
    url = required("PORTAL_URL", demo="http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(url)
    schemes = ("https", "http") if DEMO else ("https",)
    if parts.scheme not in schemes or not parts.hostname or url != f"{parts.scheme}://{parts.netloc}":
        raise unusable("PORTAL_URL", url)
    return url


if DEMO and (set_for_production := [n for n in ("SECRET_KEY", "EMAIL_URL") if env.str(n, default="")]):
    raise ImproperlyConfigured(
        f"DEMO=true cannot be combined with {' and '.join(set_for_production)}: "
        "demo mode has known passwords and no second factor."
    )

DEBUG = False
SECRET_KEY = required("SECRET_KEY", demo="demo-only-key-never-used-outside-the-demo-0123456789-abcdefghij")
SECRET_KEY_FALLBACKS = separated(env.str("SECRET_KEY_FALLBACKS", default=""))
ALLOWED_HOSTS = allowed_hosts()
PORTAL_URL = portal_url()
CONTACT_EMAIL = required("CONTACT_EMAIL", demo="hjaelp@partnerskaber.example")
CONTACT_PHONE = required("CONTACT_PHONE", demo="00 00 00 00")

INSTALLED_APPS = [
    "config.apps.PortalConfig",
    "accounts",
    "documents",
    "partnerships",
    "screening",
    "strategy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.apps.PortalStaticFilesConfig",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django_structlog",
    "pgtrigger",
    "post_office",
]

MIDDLEWARE = [
    "config.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.NoStoreMiddleware",
    "config.middleware.NotAllowedMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "config.middleware.RedisAwayMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.navigation",
            ],
            "builtins": ["accounts.templatetags.danish"],
        },
    },
]

# Engines
DATABASES = {"default": env.db_url_config(required("DATABASE_URL"))}
DATABASES["default"] |= {"ENGINE": "django.db.backends.postgresql", "ATOMIC_REQUESTS": False}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# The locks of a machine that vanished are given back within a minute, not when TCP gives up.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c lock_timeout=15000 -c statement_timeout=60000"
    " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = required("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    },
    "post_office": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,
}
CELERY_TIMEZONE = "Europe/Copenhagen"
# Read by unpickling: never in a folder that others may write in.
CELERY_BEAT_SCHEDULE_FILENAME = env.str("CELERY_BEAT_SCHEDULE", default=str(BASE_DIR / "celerybeat-schedule"))
# What comes late is skipped, since the next tick does the same: a worker that was down finds no heap of them.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "pick up documents left behind": {
        "task": "documents.tasks.pick_up_left_behind",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "send waiting mail": {
        "task": "documents.tasks.send_waiting_mail",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "close programmes past their deadline": {
        "task": "partnerships.tasks.close_due_programmes",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget expired sessions": {
        "task": "accounts.tasks.clear_sessions",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 6 * 60 * 60},
    },
    "forget old mail": {
        "task": "documents.tasks.forget_old_mail",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 6 * 60 * 60},
    },
    "tell participants of their days": {
        "task": "partnerships.tasks.notify_participants",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "take orders of screenings": {
        "task": "screening.tasks.take_orders",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "close rounds past their deadline": {
        "task": "strategy.tasks.close_due_rounds",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind of measurements": {
        "task": "strategy.tasks.remind_due",
        "schedule": crontab(hour="7-16", minute=5),
        "options": {"expires": 60 * 60},
    },
    "publish benchmarks": {
        "task": "screening.tasks.publish_benchmarks",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 6 * 60 * 60},
    },
}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_REDIRECT_URL = "join"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmResetForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "add_email": "accounts.forms.AddEmailForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Partnerskabsportalen"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.MfaAuthenticateForm",
    "reauthenticate": "accounts.forms.MfaReauthenticateForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
    "add_webauthn": "accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.forms.EditWebAuthnForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

# Mail: queued in the database in the same transaction as its cause, sent by the worker
EMAIL_BACKEND = "documents.account_mail.EmailBackend"
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", demo="Partnerskabsportalen <portal@partnerskaber.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if DEMO:
    MAIL_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
else:
    mail_server = env.email_url_config(required("EMAIL_URL"))
    MAIL_DELIVERY_BACKEND = mail_server.pop("EMAIL_BACKEND")
    globals().update(mail_server)
EMAIL_TIMEOUT = 20
if (MAIL_RETENTION_DAYS := env.int("MAIL_RETENTION_DAYS", default=365)) < 1:
    raise unusable("MAIL_RETENTION_DAYS", MAIL_RETENTION_DAYS)
MAIL_DOMAIN = "partnerskabsportalen.example" if DEMO else PORTAL_URL.split("//")[-1].split(":")[0]
POST_OFFICE = {"BACKENDS": {"default": MAIL_DELIVERY_BACKEND}, "CELERY_ENABLED": False}

# Danish, and Danish time
LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
NODE_MODULES = Path(env.str("NODE_MODULES", default=str(BASE_DIR / "node_modules")))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("dkfds", NODE_MODULES / "dkfds" / "dist"),
    ("htmx", NODE_MODULES / "htmx.org" / "dist"),
]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["br", "eot", "gif", "gz", "jpg", "map", "png", "ttf", "webp", "woff", "woff2"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))


def media_storage() -> dict[str, Any]:
    """Private files: a bucket (keys from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) when named, else a folder."""
    bucket = env.str("MEDIA_BUCKET", default="").strip()
    endpoint = env.str("MEDIA_BUCKET_ENDPOINT", default="").strip() or None
    region = env.str("MEDIA_BUCKET_REGION", default="").strip() or None
    if not bucket:
        if endpoint or region:
            raise unusable("MEDIA_BUCKET", "")
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint,
        "region_name": region,
        "default_acl": None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": media_storage(),
    "staticfiles": {
        # Compressing takes longer than everything else in the start of the demo.
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_MAX_BYTES = 25_000_000
FILE_UPLOAD_HANDLERS = [
    "documents.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

CRISPY_TEMPLATE_PACK = "dkfds"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("dkfds",)

# Security
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None if DEMO else "same-origin"
if env.bool("TRUST_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# Logs: one JSON object a line in production, readable lines in the demo
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
shared_processors = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "portal": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,  # plain text: no values of variables, which may be secret
                logs.mask_line,
                structlog.dev.ConsoleRenderer(colors=False)
                if DEMO
                else structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": shared_processors,
        }
    },
    "filters": {"plain_refusals": {"()": "config.logs.PlainRefusals"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "portal", "filters": ["plain_refusals"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "post_office": {"handlers": ["nowhere"], "propagate": False},  # names receivers; the mail log has the reason
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = False
