"""Settings for the tests: production's, with the secrets of nobody and quick password hashing."""

import os

os.environ.setdefault("DEMO", "true")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER:  # a broker, a cache and files of its own for each of the processes that share the tests
    number = int(WORKER.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
MEDIA_ROOT = BASE_DIR / "test-artifacts" / f"media{WORKER}"  # noqa: F405
ALLOWED_HOSTS = ["*"]
STATIC_ROOT = BASE_DIR / "test-artifacts" / "static"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# The live server of the journeys serves static files by their finders only when the app stands under its own name.
INSTALLED_APPS = [
    "django.contrib.staticfiles" if app == "config.apps.PortalStaticFilesConfig" else app
    for app in INSTALLED_APPS  # noqa: F405
]
