"""The environment decides, and a half-set one is refused with a hint."""

import os
import subprocess
import sys

import pytest

PRODUCTION = {
    "SECRET_KEY": "x1-" + "a-long-random-text-" * 4,
    "DATABASE_URL": "postgres://portal:secret@db.example/portal",
    "REDIS_URL": "redis://redis.example/0",
    "ALLOWED_HOSTS": "partnerskaber.example",
    "PORTAL_URL": "https://partnerskaber.example",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Partnerskabsportalen <portal@partnerskaber.example>",
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
    script = "import config.settings as s; print(s.CELERY_BEAT_SCHEDULE_FILENAME, s.BASE_DIR / 'celerybeat-schedule')"
    default, private = load(PRODUCTION, script).stdout.split()
    assert default == private
