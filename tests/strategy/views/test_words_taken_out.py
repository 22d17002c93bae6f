"""Taking a name out: every place is shown first, then it is done; who, and what of a draft others see."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import applications
from strategy.models import HalfYearStatus, PracticeTrack, TrialAction
from tests.factories import measuring
from tests.factories import trial_actions as make
from tests.strategy.views.test_doing import url, words

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def running(stevns: Municipality, mette: User, anders: User) -> TrialAction:
    row = measuring.running(make.room(stevns, mette), anders, mette)
    PracticeTrack.objects.create(trial_action=row, title="Leg", on="2026-10-05", learnt="Sofies <b>ven</b> kom.")
    TrialAction.objects.update(state="evaluated")
    return row


def test_the_places_are_shown_before_the_words_go(as_user: As, running: TrialAction, anders: User, mette: User) -> None:
    for person in (anders, mette):
        page = as_user(person).get(url(running)).content.decode()
        assert f'href="{url(running, "fjern/")}"' in page
    client, path = as_user(mette), url(running, "fjern/")
    assert "Fjern et barns navn" in words(client.get(path))
    asked = client.post(path, {"words": "sofie"})
    assert "<mark>Sofie</mark>s &lt;b&gt;ven&lt;/b&gt; kom." in asked.content.decode()
    assert "Fjern ordene ét sted?" in words(asked)
    assert "Øvebane" in words(asked)
    assert PracticeTrack.objects.get().learnt == "Sofies <b>ven</b> kom."
    done = client.post(path, {"words": "sofie", "sure": "1"}, follow=True)
    assert "Ordene er fjernet 1 sted. Der står nu [fjernet]." in words(done)
    assert PracticeTrack.objects.get().learnt == "[fjernet]s <b>ven</b> kom."
    assert AuditEvent.objects.filter(action="trial_action.words_taken_out", summary__icontains="sofie").count() == 0


def test_a_name_is_taken_out_of_an_application_that_was_never_chosen(
    as_user: As, running: TrialAction, anders: User, mette: User, rikke: User
) -> None:
    path, said = url(running, "fjern/"), {"words": "Sofie", "sure": "1"}
    for state, expected in (("draft", 403), ("declined", 302)):
        TrialAction.objects.update(state=state, goal="Sofie skal have venner.")
        assert as_user(mette).post(path, said).status_code == expected
        is_there = TrialAction.objects.get().goal.startswith("Sofie")
        assert is_there == (expected == 403)
    shown = [f'href="{path}"' in as_user(who).get(url(running)).content.decode() for who in (mette, anders)]
    assert shown == [True, True]
    assert as_user(rikke).get(url(running)).status_code == 404
    TrialAction.objects.update(state="draft", goal="Sofie")
    assert as_user(anders).post(path, said).status_code == 302
    assert TrialAction.objects.get().goal == "[fjernet]"


def test_who_takes_a_name_out_of_a_title_is_told_that_the_log_keeps_it(
    as_user: As, running: TrialAction, anders: User
) -> None:
    client, path = as_user(anders), url(running, "fjern/")
    told = "Ældre linjer i loggen nævner ordene"
    assert told not in words(client.post(path, {"words": "Sofie"}))
    row = TrialAction.objects.get()
    row.title = "Leg med SOFIE"
    row.save()
    applications.record("submitted", f"indsendte ansøgningen “{row}”", row, by=anders, at=running.updated_at)
    assert told in words(client.post(path, {"words": "Sofie"}))


def test_words_that_stand_nowhere_are_told(as_user: As, running: TrialAction, anders: User) -> None:
    client, path = as_user(anders), url(running, "fjern/")
    expected = {
        "Birger": "Ordene står ikke i prøvehandlingen, i det frosne eller i kataloget.",
        "": "Skriv det, der skal væk",
        "x": "Skriv mindst to bogstaver.",
    }
    for said, message in expected.items():
        answer = client.post(path, {"words": said})
        assert (answer.status_code, message in words(answer)) == (422, True)


def test_a_draft_of_the_team_is_not_shown_to_others(
    as_user: As, running: TrialAction, anders: User, mette: User, rikke: User, make_status: Any
) -> None:
    make_status(works="Sofie er glad.")
    path = url(running, "fjern/")
    for person, is_read in ((anders, True), (mette, False)):
        page = words(as_user(person).post(path, {"words": "Sofie"}))
        assert ("Sofie er glad." in page, "1 gang i en kladde, du ikke kan læse endnu." in page) == (
            is_read,
            not is_read,
        )
    assert as_user(rikke).post(path, {"words": "Sofie", "sure": "1"}).status_code == 403
    as_user(mette).post(path, {"words": "Sofie", "sure": "1"})
    assert HalfYearStatus.objects.get().works == "[fjernet] er glad."


@pytest.fixture
def make_status(running: TrialAction, anders: User) -> Callable[..., HalfYearStatus]:
    def create(**texts: str) -> HalfYearStatus:
        return HalfYearStatus.objects.create(
            trial_action=running, updated_at=running.updated_at, updated_by=anders, **texts
        )

    return create
