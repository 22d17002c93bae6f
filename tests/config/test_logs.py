"""Log lines: a traceback when something broke, never the values of variables, and no noise about refusals."""

import json
import logging
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.config.test_settings import PRODUCTION, load

BREAK = """
import logging.config
from django.conf import settings
import config.settings
logging.config.dictConfig(config.settings.LOGGING)
def work():
    password = "hemmeligt"
    raise ValueError("gik i stykker")
try:
    work()
except ValueError:
    logging.getLogger("django.request").error("Internal Server Error", exc_info=True, extra={"status_code": 500})
    logging.getLogger("django.request").warning("Forbidden", exc_info=True, extra={"status_code": 403})
"""


def test_production_lines_are_json_with_a_traceback_and_no_values() -> None:
    broke, refused = (json.loads(line) for line in load(PRODUCTION, BREAK).stderr.splitlines())
    assert (broke["event"], broke["level"]) == ("Internal Server Error", "error")
    assert broke["exception"].endswith("ValueError: gik i stykker")
    assert "in work" in broke["exception"]
    assert "hemmeligt" not in json.dumps(broke)
    assert (refused["event"], "exception" in refused, "exc_info" in refused) == ("Forbidden", False, False)


def test_the_demo_s_lines_show_no_values_either() -> None:
    demo = {name: PRODUCTION[name] for name in ("DATABASE_URL", "REDIS_URL")} | {"DEMO": "true"}
    said = load(demo, BREAK).stderr
    assert "ValueError: gik i stykker" in said
    assert "hemmeligt" not in said


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the portal writes to its log."""
    written = StringIO()
    config = settings.LOGGING["formatters"]["portal"]
    handler = logging.StreamHandler(written)
    handler.setFormatter(config["()"](**{name: value for name, value in config.items() if name != "()"}))
    monkeypatch.setattr(logging.root, "handlers", [*logging.root.handlers, handler])
    monkeypatch.setattr(logging.root, "level", logging.INFO)
    return written


@pytest.mark.django_db
def test_personal_links_and_what_people_search_for_are_not_written_down(client: Client, lines: StringIO) -> None:
    token = "Zq3-hemmeligt_token-til-en-dor-i-kommunen"
    link = reverse("membership_invitation", args=[token])
    client.get(link, {"email": "mette.holm@stevns.example"})
    client.get(reverse("account_login"), {"next": link, "email": "mette.holm@stevns.example"})
    client.get(f"{link}findes-ikke/")  # Django itself names the path

    said = lines.getvalue()
    assert "GET /invitation/…/" in said
    assert f"GET {reverse('account_login')}" in said
    assert "Not Found: /invitation/…/findes-ikke/" in said
    assert [word for word in (token, "mette", "?", "next") if word in said] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["participant", "participant_certificate", "calendar_feed"])
def test_a_participant_s_key_is_not_written_down(client: Client, lines: StringIO, name: str) -> None:
    key, signature = "kZ3x-hemmelig_noegle-24tegn", "Qd8f_underskrift-paa-noeglen-med-43-tegn-i-alt"
    link = reverse(name, args=[f"{key}~{signature}"])
    client.get(link)
    client.get(reverse("account_login"), {"next": link})
    client.get(f"{link}/findes-ikke/")

    said = lines.getvalue()
    assert f"GET {'/kalender' if name == 'calendar_feed' else '/deltager'}/…" in said
    assert [word for word in (key, signature, "hemmelig", "underskrift") if word in said] == []


@pytest.mark.parametrize("name", ["Dockerfile", "Procfile", "docs/drift.md"])
def test_gunicorn_writes_no_lines_about_requests_of_its_own(name: str) -> None:
    """They would hold the whole address."""
    assert "access-log" not in (settings.BASE_DIR / name).read_text()
