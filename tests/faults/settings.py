"""Settings of the processes that are broken on purpose: the tests', with a real mail server and a slow pen."""

import os

from tests.settings import *  # noqa: F403

if port := os.environ.get("FAULTS_SMTP_PORT"):
    EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", int(port), 2
    POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}, "CELERY_ENABLED": False}

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.slow"]  # noqa: F405
