"""A real browser against a live server and the database; no worker runs, so no document gets further than the queue."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from accounts.models import User

# Playwright's synchronous API runs an event loop in this thread; the tests themselves are as synchronous as any.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARTIFACTS = settings.BASE_DIR / "test-artifacts" / "journeys"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")  # the same names as in scripts/setup.sh
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_OPTIONS = {"preload": False, "resultTypes": ["violations"]}  # what is right is not written out
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 800}


@pytest.fixture(autouse=True)
def _real_database(transactional_db: None) -> None:
    """The live server sees what a test commits."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_person(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`new_person(user)`: a page of one's own, signed in when a user is given. Page errors fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(user: User | None = None, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport=WIDE, base_url=live_server.url, locale="da-DK", java_script_enabled=javascript
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(new_person: Callable[..., Page]) -> Page:
    """A page nobody is signed in on."""
    return new_person()


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Give the browser a session of the user, without the sign-in pages."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    context.add_cookies([{"name": "sessionid", "value": str(session.session_key), "url": url}])


def _violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds on the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(options).then(found => found.violations)", AXE_OPTIONS
    )
    return found


@pytest.fixture
def look() -> Callable[[Page, str], None]:
    """`look(page, name)`: at both widths nothing for axe to find, and no sideways scrolling on a phone.

    Pictures are kept of pages with something to find, and of all when PICTURES=1.
    """

    def look_at(page: Page, name: str) -> None:
        found = []
        for width, size in (("1280", WIDE), ("375", NARROW)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            try:
                violations = _violations(page)
            except Error:  # a click had the page on its way to the next one, which is the one to look at
                page.wait_for_load_state()
                violations = _violations(page)
            wrong = [f"{width}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in violations]
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if overflow > 0:
                wrong.append(f"{width}: the page is {overflow} px wider than the screen")
            if wrong or os.environ.get("PICTURES"):
                page.screenshot(path=ARTIFACTS / f"{name}-{width}.png", full_page=True)
            found += wrong
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        assert found == []

    return look_at
