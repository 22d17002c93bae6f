"""Reading in the log what was changed, and throwing a draft away after a question."""

import pytest

from accounts.models import User
from partnerships.models import Enrolment, Programme
from tests.factories import world

pytestmark = pytest.mark.browser


def test_a_draft_is_read_about_and_thrown_away(new_person, look, draft: Enrolment, anders: User) -> None:
    page = new_person(anders)
    page.goto("/kommune/0336/")
    look(page, "room-with-draft")
    page.get_by_role("link", name="Hele loggen").click()
    page.locator("summary", has_text="Se før og nu").first.click()
    assert page.get_by_text("SAG-2026-00001").is_visible()
    look(page, "log-before-and-now")

    page.goto("/kommune/0336/")
    page.get_by_role("link", name="Slet kladden").click()
    look(page, "discard-draft")
    page.get_by_role("button", name="Slet kladden").click()

    page.get_by_text("Kladden til Inkluderende børnefællesskaber 2027 er slettet.").wait_for()
    assert Enrolment.objects.count() == 0


def test_a_draft_programme_is_thrown_away(new_person, look, signe: User) -> None:
    world.programme("udkast", state=Programme.State.DRAFT)
    page = new_person(signe)
    page.goto("/administration/programmer/udkast/")
    look(page, "draft-programme")
    page.get_by_role("link", name="Slet kladden").click()
    look(page, "discard-programme")
    page.get_by_role("button", name="Slet kladden").click()
    page.get_by_text("Kladden Inkluderende børnefællesskaber 2027 er slettet.").wait_for()
    assert Programme.objects.count() == 0
