"""The environment decides, and a half-set one is refused with a hint."""

import os
import subprocess
import sys

import pytest
from celery.schedules import crontab

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
    script = "import config.settings as s; print(s.DEBUG, s.DEMO, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    assert load(PRODUCTION, script).stdout.strip() == "False False True True"


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_a_missing_variable_is_refused_with_a_hint(name: str) -> None:
    answer = load({key: value for key, value in PRODUCTION.items() if key != name})
    assert answer.returncode == 1
    assert f"ImproperlyConfigured: Set the environment variable {name}: " in answer.stderr


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
    answer = load(PRODUCTION | {name: value})
    assert answer.returncode == 1
    last = answer.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert hint in last


def test_spaces_around_what_is_set_do_not_count() -> None:
    spaced = {"ALLOWED_HOSTS": "a.example, b.example ,", "PORTAL_URL": " https://a.example/ ", "MEDIA_BUCKET": " "}
    script = "import config.settings as s; print(s.ALLOWED_HOSTS, s.PORTAL_URL, s.STORAGES['default']['BACKEND'])"
    said = load(PRODUCTION | spaced, script).stdout.strip()
    assert said == "['a.example', 'b.example'] https://a.example django.core.files.storage.FileSystemStorage"


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
    answer = load(
        {
            "DEMO": "true",
            "DATABASE_URL": PRODUCTION["DATABASE_URL"],
            "REDIS_URL": PRODUCTION["REDIS_URL"],
            name: PRODUCTION[name],
        }
    )
    assert answer.returncode == 1
    assert f"DEMO=true cannot be combined with {name}" in answer.stderr


def test_content_security_policy_allows_nothing_inline() -> None:
    from config.settings import CONTENT_SECURITY_POLICY

    directives = CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert directives["script-src"] == directives["style-src"] == ["'self'"]


def test_what_beat_remembers_lies_where_only_the_owner_of_the_code_writes() -> None:
    """Beat unpickles the file, so whoever can put it there decides what beat runs."""
    script = (
        "import config.settings as s; beside_the_code = s.BASE_DIR / 'celerybeat-schedule';"
        "print(s.CELERY_BEAT_SCHEDULE_FILENAME == str(beside_the_code))"
    )
    assert load(PRODUCTION, script).stdout.strip() == "True"
