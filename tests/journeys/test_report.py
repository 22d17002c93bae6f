"""The report in a real browser: read before it is made, made, changed and made again, at each length."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from documents import jobs
from documents.models import Document
from partnerships.models import Enrolment
from screening.models import Assessment
from tests.factories import screenings, world

pytestmark = pytest.mark.browser


def make_files() -> None:
    """What the worker would do."""
    for document in Document.objects.filter(kind__startswith="screening", state="queued"):
        claimed = jobs.claim(document.pk, at=world.NOW)
        assert claimed is not None
        assert jobs.run(claimed)


def test_a_report_is_read_made_changed_and_made_again(
    new_person: Callable[..., Page], look: Callable[[Page, str], None], binding: Enrolment, jonas: User
) -> None:
    row = screenings.assessed(binding, jonas)
    page = new_person(jonas)
    page.set_default_timeout(30_000)  # the first request loads all of the portal
    page.goto(f"/screeninger/{row.pk}/rapport/")
    look(page, "report-1-before")
    page.get_by_role("button", name="Lav PDF og PowerPoint").click()
    expect(page.get_by_text("Version 1 er på vej.")).to_be_visible()
    look(page, "report-2-on-its-way")
    make_files()
    expect(page.get_by_role("link", name="Rapport: Stevns Kommune, skoleområdet, version 1")).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Præsentation: Stevns Kommune, skoleområdet, version 1").click()
    assert fetched.value.suggested_filename == "screening-0336-school-version-1.pptx"

    Assessment.objects.filter(screening=row, lever__number=1).update(level=5)
    page.reload()
    expect(page.get_by_text("Niveauet er ændret fra")).to_be_visible()
    page.get_by_role("button", name="Lav PDF og PowerPoint").click()
    expect(page.get_by_role("heading", name="Version 2", exact=True)).to_be_visible()
    page.get_by_text("1 ændring").click()
    look(page, "report-3-two-versions")
    page.get_by_role("link", name="Læs version 1").click()
    expect(page.get_by_role("heading", name="Rapport, version 1")).to_be_visible()


@pytest.mark.parametrize("length", ["short", "overlong"])
def test_a_report_of_any_length_can_be_read(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    binding: Enrolment,
    jonas: User,
    length: str,
) -> None:
    row = screenings.assessed(binding, jonas, kind=length)
    page = new_person(jonas)
    page.set_default_timeout(30_000)  # the first request loads all of the portal
    page.goto(f"/screeninger/{row.pk}/rapport/")
    expect(page.get_by_role("heading", name="Næste skridt")).to_be_visible()
    look(page, f"report-4-{length}")
