"""gunicorn is killed between the commit and the answer; the person sends the form again and is told the truth."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.urls import reverse
from post_office.models import Email

from accounts.models import User
from documents import tasks
from documents.models import Document
from partnerships.models import Enrolment
from tests.faults.conftest import eventually, free_port, kill

CSRF = "a" * 32


class Web:
    """A browser with one session, talking to a gunicorn of its own."""

    def __init__(self, port: int, deadly: Path, user: User) -> None:
        self.port, self.deadly = port, deadly
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self.cookies = {"sessionid": str(session.session_key), "csrftoken": CSRF}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, Location and text. Raises ConnectionError when the process dies."""
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            caller.request(method, path, urlencode({**form, "csrfmiddlewaretoken": CSRF}) if form else None, headers)
            answer = caller.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.coded_value for name, morsel in SimpleCookie(line).items()}
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            caller.close()

    def is_up(self) -> bool:
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except OSError:
            return False


@pytest.fixture
def web(mette: User, tmp_path: Path) -> Iterator[Web]:
    database = connection.settings_dict
    address = f"{database['USER']}:{database['PASSWORD'] or ''}@{database['HOST']}:{database['PORT']}"
    port, deadly = free_port(), tmp_path / "die"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tests.faults.web", "-w", "1", "-b", f"127.0.0.1:{port}"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"postgres://{address}/{database['NAME']}",
            "FAULTS_DIE": str(deadly),
        },
        start_new_session=True,
    )
    browser = Web(port, deadly, mette)
    eventually(browser.is_up)
    yield browser
    kill(process)


def test_the_form_sent_again_finds_the_one_enrolment(draft: Enrolment, web: Web) -> None:
    url = reverse("enrol_step", args=[draft.programme.slug, draft.municipality.code, "bekraeft"])
    form = {
        "name": "Mette Holm",
        "title": "Centerchef",
        "authority": "Efter bemyndigelse fra direktøren",
        "accepts": "on",
        "revision": str(draft.revision),
    }
    web.deadly.touch()
    with pytest.raises(ConnectionError):
        web.ask("POST", url, form)
    draft.refresh_from_db()
    assert draft.is_binding

    web.deadly.unlink()
    eventually(web.is_up)
    status, location, _ = web.ask("POST", url, form)
    assert (status, location) == (302, reverse("receipt", args=[draft.pk]))
    status, _, page = web.ask("GET", location)
    assert status == 200
    assert "Stevns Kommune er allerede tilmeldt. Mette Holm gjorde det" in page
    assert "I er kun tilmeldt én gang." in page

    receipt = draft.changes.get().receipt
    tasks.render(str(receipt.pk))
    tasks.render(str(receipt.pk))
    assert (Enrolment.objects.count(), Document.objects.count(), Email.objects.count()) == (1, 1, 2)
