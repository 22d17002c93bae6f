"""The environment decides, and a half-set one is refused with a hint."""

import importlib.util
import os
import subprocess
import sys
from types import ModuleType
from unittest import mock

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PRODUCTION = {
    "SECRET_KEY": "x1-" + "a-long-random-text-" * 4,
    "DATABASE_URL": "postgres://portal:secret@db.example/portal",
    "REDIS_URL": "redis://redis.example/0",
    "ALLOWED_HOSTS": "partnerskaber.example",
    "PORTAL_URL": "https://partnerskaber.example",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Partnerskabsportalen <portal@partnerskaber.example>",
    "CONTACT_EMAIL": "hjaelp@partnerskaber.example",
    "CONTACT_PHONE": "00 00 00 00",
}


def read(environment: dict[str, str]) -> ModuleType:
    """Read the settings anew, with nothing but `environment` set, as a module of their own."""
    file = settings.BASE_DIR / "config" / "settings.py"
    spec = importlib.util.spec_from_file_location("settings_read_anew", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with mock.patch.dict(os.environ, environment, clear=True):
        spec.loader.exec_module(module)
    return module


def refusal(environment: dict[str, str]) -> str:
    """What the settings say when they refuse `environment`."""
    with pytest.raises(ImproperlyConfigured) as refused:
        read(environment)
    return str(refused.value)


def load(environment: dict[str, str], script: str = "import config.settings") -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own, with nothing but `environment` set."""
    return subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_load() -> None:
    """In a process of their own, as a server starts."""
    script = "import config.settings as s; print(s.DEBUG, s.DEMO, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    assert load(PRODUCTION, script).stdout.strip() == "False False True True"


def test_a_process_with_a_half_set_environment_does_not_start() -> None:
    answer = load({key: value for key, value in PRODUCTION.items() if key != "SECRET_KEY"})
    assert answer.returncode == 1
    last = answer.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: Set the environment variable SECRET_KEY: ")


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_a_missing_variable_is_refused_with_a_hint(name: str) -> None:
    said = refusal({key: value for key, value in PRODUCTION.items() if key != name})
    assert said.startswith(f"Set the environment variable {name}: ")


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("SECRET_KEY", "  ", "Set the environment variable SECRET_KEY: a long random text"),
        ("PORTAL_URL", "partnerskaber.example", "PORTAL_URL cannot be 'partnerskaber.example'. Set it to the public"),
        (
            "PORTAL_URL",
            "http://partnerskaber.example",
            "PORTAL_URL cannot be 'http://partnerskaber.example'. Set it to",
        ),
        ("PORTAL_URL", "https://", "PORTAL_URL cannot be 'https:'. Set it to the public address"),
        ("PORTAL_URL", "https://kl.example/portal", "PORTAL_URL cannot be 'https://kl.example/portal'. Set it to"),
        ("ALLOWED_HOSTS", " , ", "Set it to the host names of the portal, separated by commas"),
        (
            "ALLOWED_HOSTS",
            "https://kl.example",
            "ALLOWED_HOSTS cannot be 'https://kl.example'. Set it to the host names",
        ),
        ("ALLOWED_HOSTS", "a.example b.example", "ALLOWED_HOSTS cannot be 'a.example b.example'. Set it to"),
        ("MEDIA_BUCKET_ENDPOINT", "https://s3.example", "MEDIA_BUCKET cannot be ''. Set it to the bucket"),
        ("MEDIA_BUCKET_REGION", "eu-north-1", "MEDIA_BUCKET cannot be ''. Set it to the bucket"),
        ("MAIL_RETENTION_DAYS", "0", "MAIL_RETENTION_DAYS cannot be '0'. Set it to a number of days, 1 or more"),
    ],
)
def test_what_cannot_work_is_refused_with_a_hint(name: str, value: str, hint: str) -> None:
    assert hint in refusal(PRODUCTION | {name: value})


def test_spaces_around_what_is_set_do_not_count() -> None:
    spaced = {"ALLOWED_HOSTS": "a.example, b.example ,", "PORTAL_URL": " https://a.example/ ", "MEDIA_BUCKET": " "}
    found = read(PRODUCTION | spaced)
    assert (found.ALLOWED_HOSTS, found.PORTAL_URL) == (["a.example", "b.example"], "https://a.example")
    assert found.STORAGES["default"]["BACKEND"] == "django.core.files.storage.FileSystemStorage"


def test_ticks_of_the_clock_run_out_before_the_next() -> None:
    """A worker that was down for a weekend finds one of each, not twenty-five thousand."""
    from config.settings import CELERY_BEAT_SCHEDULE

    seconds = {name: entry["options"]["expires"] for name, entry in CELERY_BEAT_SCHEDULE.items()}
    intervals = {
        name: 24 * 60 * 60 if isinstance(entry["schedule"], crontab) else entry["schedule"]
        for name, entry in CELERY_BEAT_SCHEDULE.items()
    }
    assert [name for name in seconds if not 0 < seconds[name] <= intervals[name]] == []


@pytest.mark.parametrize("name", ["SECRET_KEY", "EMAIL_URL"])
def test_demo_mode_is_refused_together_with_production_settings(name: str) -> None:
    demo = {"DEMO": "true", "DATABASE_URL": PRODUCTION["DATABASE_URL"], "REDIS_URL": PRODUCTION["REDIS_URL"]}
    assert refusal(demo | {name: PRODUCTION[name]}).startswith(f"DEMO=true cannot be combined with {name}: ")


def test_content_security_policy_allows_nothing_inline() -> None:
    from config.settings import CONTENT_SECURITY_POLICY

    directives = CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert directives["script-src"] == directives["style-src"] == ["'self'"]


def test_what_beat_remembers_lies_where_only_the_owner_of_the_code_writes() -> None:
    """Beat unpickles the file, so whoever can put it there decides what beat runs."""
    found = read(PRODUCTION)
    assert str(found.BASE_DIR / "celerybeat-schedule") == found.CELERY_BEAT_SCHEDULE_FILENAME
