"""The committee's pages: the reading list, one application with points, stepping aside, sending back."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.danish import date_time, long_date
from accounts.models import User
from partnerships.models import Municipality
from strategy import applications, decisions
from strategy.models import (
    ApplicationVersion,
    CommitteeQuestion,
    CommitteeReview,
    CommitteeSeat,
    ConflictOfInterest,
    Round,
    TrialAction,
)
from tests.factories import committee as make
from tests.factories import trial_actions, world


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still when the points have been given."""
    monkeypatch.setattr(timezone, "now", lambda: make.LATER)


@pytest.fixture
def room(stevns: Municipality, mette: User) -> trial_actions.Room:
    return trial_actions.room(stevns, mette)


@pytest.fixture
def seats(room: trial_actions.Room) -> list[CommitteeSeat]:
    return make.members(room.round, 3)


@pytest.fixture
def rows(room: trial_actions.Room, anders: User) -> list[TrialAction]:
    return make.applications(room.round, anders, room.units, 3)


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def points(row: TrialAction, value: int = 4, **more: str) -> dict[str, Any]:
    return {f"p{one.pk}": value for one in row.round.criteria.all()} | {"comment": "", **more}


def address(name: str, row: TrialAction) -> str:
    return reverse(name, args=[row.round_id, row.number])


def test_a_member_sees_what_is_left(as_user, seats: list[CommitteeSeat], rows: list[TrialAction]) -> None:
    make.totals(seats[:1], rows[0], "4.20")
    page = as_user(seats[0].user).get(reverse("committee", args=[rows[0].round_id]))
    assert [(item.application.number, item.label) for item, _ in page.context["rows"]] == [
        (1, "Afgivet"),
        (2, "Mangler dine point"),
        (3, "Mangler dine point"),
    ]
    assert "1 af 3 er klaret" in text_of(page)
    waiting = as_user(seats[0].user).get(reverse("committee", args=[rows[0].round_id]), {"vis": "mangler"})
    assert [item.application.number for item, _ in waiting.context["rows"]] == [2, 3]


@pytest.mark.parametrize("count", [1, 34, 60])
def test_the_list_asks_the_same_questions(
    as_user, room: trial_actions.Room, anders: User, count: int, django_assert_num_queries: Any
) -> None:
    seats = make.members(room.round, 9)
    make.points(seats[1:], make.applications(room.round, anders, room.units, count))
    client, address_ = as_user(seats[0].user), reverse("committee", args=[room.round.pk])
    client.get(address_)
    with django_assert_num_queries(20):
        page = client.get(address_)
    assert len(page.context["rows"]) == min(count, 50)


def test_search_in_the_list(as_user, seats: list[CommitteeSeat], rows: list[TrialAction]) -> None:
    client, address_ = as_user(seats[0].user), reverse("committee", args=[rows[0].round_id])
    found = client.get(address_, {"soeg": str(rows[1])}).context["rows"]
    assert [item.application for item, _ in found] == [rows[1]]
    ConflictOfInterest.objects.create(seat=seats[0], trial_action=rows[1], declared_at=make.LATER)
    page = client.get(address_, {"soeg": str(rows[1])})
    assert (page.context["rows"], str(rows[1]) in page.content.decode().replace(f'value="{rows[1]}"', "")) == (
        [],
        False,
    )


def test_points_are_given_and_then_the_others_show(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction]
) -> None:
    make.totals(seats[1:], rows[0], "2.00", "5.00")
    client = as_user(seats[0].user)
    before = client.get(address("committee_read", rows[0]))
    assert (before.context["heard"], before.context["standing"]) == (None, None)
    assert "Skrevet af Karen Lund" not in before.content.decode()
    answer = client.post(address("committee_read", rows[0]), points(rows[0], 4, give="1", comment="Godt."), follow=True)
    assert answer.redirect_chain == [(address("committee_read", rows[0]), 302)]
    assert "Skrevet af Karen Lund" in text_of(answer)
    review = CommitteeReview.objects.get(seat=seats[0])
    assert (review.state, review.total, review.comment) == ("given", 4, "Godt.")
    again = client.post(address("committee_read", rows[0]), points(rows[0], 5, give="1"), follow=True)
    assert "ligger fast" in " ".join(str(one) for one in again.context["messages"])
    review.refresh_from_db()
    assert review.total == 4


def test_a_draft_is_kept_for_oneself(as_user, seats: list[CommitteeSeat], rows: list[TrialAction]) -> None:
    client = as_user(seats[0].user)
    first = rows[0].round.criteria.first()
    assert first is not None
    client.post(address("committee_read", rows[0]), {f"p{first.pk}": 3, "comment": "Kladde", "save": "1"})
    page = client.get(address("committee_read", rows[0]))
    assert page.context["form"].initial == {f"p{first.pk}": 3, "comment": "Kladde"}
    other = as_user(seats[1].user)
    make.totals(seats[1:2], rows[0], "3.00")
    assert other.get(address("committee_read", rows[0])).context["heard"] == []


def test_missing_points_are_said_at_the_field_and_what_was_typed_is_kept(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction]
) -> None:
    first = rows[0].round.criteria.first()
    assert first is not None
    sent = {f"p{first.pk}": 3, "comment": "Næsten færdig", "give": "1"}
    page = as_user(seats[0].user).post(address("committee_read", rows[0]), sent)
    form = page.context["form"]
    assert [form.errors.get(f"p{one.pk}") for one in rows[0].round.criteria.all()] == [
        None,
        ["Giv point for “Samarbejde”"],
        ["Giv point for “Målbarhed”"],
    ]
    assert ("Næsten færdig" in page.content.decode(), CommitteeReview.objects.count()) == (True, 0)


def test_a_cpr_number_is_stopped(as_user, seats: list[CommitteeSeat], rows: list[TrialAction]) -> None:
    sent = points(rows[0], 3, give="1", comment="Barnet 010119-1234 skal med")
    page = as_user(seats[0].user).post(address("committee_read", rows[0]), sent)
    assert (list(page.context["form"].errors), CommitteeReview.objects.count()) == (["comment"], 0)
    assert "Bedømmelsen er ikke afgivet" in text_of(page)
    assert page_of(page).select_one("aside form")["data-unsaved"] == "typed"
    del sent["give"]
    draft = as_user(seats[0].user).post(address("committee_read", rows[0]), sent | {"save": "1"})
    assert "Kladden er ikke gemt" in text_of(draft)


def test_abstaining_needs_a_reason(as_user, seats: list[CommitteeSeat], rows: list[TrialAction]) -> None:
    client = as_user(seats[0].user)
    page = client.post(address("committee_abstain", rows[0]), {"abstained_because": " "})
    assert page.context["abstain_form"].errors == {"abstained_because": ["Skriv, hvorfor du undlader at give point"]}
    client.post(address("committee_abstain", rows[0]), {"abstained_because": "Fagligt fremmed"})
    review = CommitteeReview.objects.get()
    assert (review.state, review.abstained_because) == ("abstained", "Fagligt fremmed")


def test_a_conflict_removes_every_way_to_the_application(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction]
) -> None:
    client = as_user(seats[0].user)
    make.totals(seats[:1], rows[0], "4.00")
    asked = text_of(client.get(address("committee_conflict", rows[0])))
    assert "du kan ikke give point igen, heller ikke hvis du tager det tilbage" in asked
    assert "bliver slettet" not in text_of(client.get(address("committee_conflict", rows[1])))
    answer = client.post(address("committee_conflict", rows[0]), {"reason": "Mit barn"}, follow=True)
    assert [item.application.number for item, _ in answer.context["rows"]] == [2, 3]
    assert "Nr. 1, meldt" in text_of(answer)
    assert str(rows[0]) not in answer.content.decode()
    gone = [
        client.get(address("committee_read", rows[0])),
        client.get(address("committee_conflict", rows[0])),
        client.post(address("committee_read", rows[0]), points(rows[0], give="1")),
        client.post(address("committee_abstain", rows[0]), {"abstained_because": "x"}),
        client.post(address("committee_ask", rows[0]), {"questions": "x"}),
        client.get(reverse("application", args=[rows[0].pk])),
        client.get(reverse("application_print", args=[rows[0].pk])),
        client.get(reverse("trial_action", args=[rows[0].pk])),
        client.get(reverse("log", args=["trialaction", rows[0].pk])),
    ]
    assert [page.status_code for page in gone] == [404] * len(gone)
    board = client.get(reverse("board", args=[rows[0].round_id]))
    csv = client.get(reverse("board_export", args=[rows[0].round_id]))
    assert str(rows[0]) not in board.content.decode() + csv.content.decode()
    assert "1 ansøgning er skjult for dig" in text_of(board)
    back = client.post(address("committee_conflict", rows[0]), {"take_back": "1"}, follow=True)
    # The member has seen the others' points, so that new ones cannot be given.
    labels = [item.label for item, _ in back.context["rows"]]
    assert labels == ["Undladt", "Mangler dine point", "Mangler dine point"]
    own = text_of(client.get(address("committee_read", rows[0])))
    assert "Du meldte dig inhabil, efter at du havde set de andres point." in own
    assert "Du undlod" not in own


def test_what_was_typed_is_kept_when_a_colleague_sends_it_back_meanwhile(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction]
) -> None:
    client = as_user(seats[0].user)
    TrialAction.objects.filter(pk=rows[0].pk).update(state="returned")
    page = client.post(address("committee_read", rows[0]), points(rows[0], 4, give="1", comment="Tre linjer om legen"))
    text = text_of(page)
    assert (page.status_code, CommitteeReview.objects.count()) == (409, 0)
    assert "Det, du skrev, er ikke gemt" in text
    assert "Ansøgningen er hos ansøgerne. Giv point, når den er tilbage. Tre linjer om legen" in text
    page = client.post(address("committee_abstain", rows[0]), {"abstained_because": "Fagligt fremmed"})
    assert (page.status_code, "Fagligt fremmed" in text_of(page)) == (409, True)


def test_questions_send_it_back(as_user, seats: list[CommitteeSeat], rows: list[TrialAction], anders: User) -> None:
    client = as_user(seats[0].user)
    page = client.post(address("committee_ask", rows[0]), {"questions": ""})
    assert page.context["questions_form"].errors == {"questions": ["Skriv mindst ét spørgsmål til ansøgerne"]}
    answer = client.post(address("committee_ask", rows[0]), {"questions": "Hvem måler?\n\nHvor ofte?"}, follow=True)
    assert list(CommitteeQuestion.objects.values_list("text", flat=True)) == ["Hvem måler?", "Hvor ofte?"]
    assert ("Hos ansøgerne" in text_of(answer), answer.context["form"]) == (True, None)
    assert Email.objects.get().to == [anders.email]


def test_answers_that_came_are_shown_and_points_are_given_anew(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], anders: User
) -> None:
    make.totals(seats[:2], rows[0], "4.00", "5.00")
    answered = make.LATER
    asked = {"asked_by": seats[0].user, "asked_at": make.AT, "answered_by": anders, "answered_at": answered}
    CommitteeQuestion.objects.create(trial_action=rows[0], text="Hvem måler?", answer="Pædagogen.", **asked)
    TrialAction.objects.filter(pk=rows[0].pk).update(state="in_review", submitted_at=answered)
    rows[0].refresh_from_db()
    client = as_user(seats[0].user)
    page = client.get(reverse("committee", args=[rows[0].round_id]))
    came = f"{long_date(answered)}"
    assert f"Svar er kommet {came}. Giv point igen" in text_of(page)
    assert [item.answered_at for item, _ in page.context["rows"]] == [answered, None, None]
    page = client.get(address("committee_read", rows[0]))
    assert f"Svar er kommet {came}" in text_of(page)
    names = {field["name"] for field in page_of(page).select("aside form [name]")}
    assert ("give" in names, "save" in names, page.context["heard"]) == (True, False, None)
    client.post(address("committee_read", rows[0]), points(rows[0], 2, give="1", seen="2027-01-01T00:00:00+00:00"))
    assert CommitteeReview.objects.get(seat=seats[0]).total == 4
    seen = page_of(page).select_one("input[name=seen]")["value"]
    client.post(address("committee_read", rows[0]), points(rows[0], 2, give="1", seen=seen))
    assert CommitteeReview.objects.get(seat=seats[0]).total == 2
    third = as_user(seats[2].user).get(reverse("committee", args=[rows[0].round_id]))
    assert f"Mangler dine point Svar er kommet {came}" in text_of(third)


def test_a_coordinator_without_a_seat_reads_and_gives_no_points(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    make.totals(seats, rows[0], "3.00", "4.00", "5.00")
    client = as_user(mette)
    page = client.get(address("committee_read", rows[0]))
    assert (page.context["form"], len(page.context["heard"])) == (None, 3)
    refused = [
        client.post(address("committee_read", rows[0]), points(rows[0], give="1")),
        client.post(address("committee_abstain", rows[0]), {"abstained_because": "x"}),
        client.get(address("committee_conflict", rows[0])),
    ]
    assert [one.status_code for one in refused] == [403, 403, 403]


def test_nothing_is_written_after_the_decision(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    Round.objects.update(decided_at=make.LATER, decided_by=mette)
    client = as_user(seats[0].user)
    assert client.get(address("committee_read", rows[0])).context["form"] is None
    answer = client.post(address("committee_read", rows[0]), points(rows[0], give="1"), follow=True)
    assert "Mette Holm har truffet afgørelsen" in " ".join(str(one) for one in answer.context["messages"])
    assert CommitteeReview.objects.count() == 0


def test_what_was_withdrawn_is_told_and_what_was_typed_is_kept(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], anders: User, mette: User
) -> None:
    ConflictOfInterest.objects.create(seat=seats[2], trial_action=rows[0], declared_at=make.LATER)
    applications.withdraw(trial_action=rows[0], by=anders, at=make.LATER)
    client = as_user(seats[0].user)
    page = client.get(address("committee_read", rows[0]))
    assert f"Teamet trak ansøgningen tilbage {date_time(make.LATER)}, før der var truffet afgørelse." in text_of(page)
    listed = reverse("committee", args=[rows[0].round_id])
    told = f'Nr. {rows[0].number} <a class="break" href="{address("committee_read", rows[0])}">{rows[0]}</a>'
    assert told in client.get(listed).content.decode()
    assert "Trukket tilbage" not in text_of(as_user(seats[2].user).get(listed))
    assert f'href="{listed}">Til læselisten</a>' in page.content.decode()
    assert "Modellens elementer" not in text_of(page)  # the team was told that nobody reads it any more
    typed = client.post(address("committee_read", rows[0]), points(rows[0], 4, give="1", comment="Tre linjer om legen"))
    assert (typed.status_code, "ikke gemt Tre linjer om legen" in text_of(typed)) == (409, True)
    assert as_user(seats[2].user).get(address("committee_read", rows[0])).status_code == 404
    leader = world.user(rows[0].partners.select_related("unit")[0].unit.leader_email)  # type: ignore[union-attr]
    trial_actions.seat(rows[0].round, leader)
    assert as_user(leader).get(address("committee_read", rows[0])).status_code == 404


def test_what_was_taken_back_to_be_mended_is_told_and_what_was_typed_is_kept(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], anders: User, mette: User
) -> None:
    ConflictOfInterest.objects.create(seat=seats[2], trial_action=rows[0], declared_at=make.LATER)
    client, there = as_user(seats[0].user), address("committee_read", rows[0])
    draft = TrialAction.objects.filter(pk=rows[0].pk)
    draft.update(state="draft", submitted_at=None, submitted_by=None, title="Noget helt andet")
    assert client.get(there).status_code == 404  # a draft that was never handed in
    ApplicationVersion.objects.create(
        trial_action=rows[0], version=1, content={}, sha256="0" * 64, at=make.LATER, by=anders
    )
    typed = client.post(there, points(rows[0], 4, give="1", comment="Tre linjer om legen"))
    assert (typed.status_code, "ikke gemt Tre linjer om legen" in text_of(typed)) == (409, True)
    page = client.get(there)
    assert (page.status_code, "Teamet har taget den tilbage" in text_of(page)) == (200, True)
    assert "Noget helt andet" not in text_of(page)
    assert as_user(seats[2].user).get(there).status_code == 404


def test_what_the_committee_chose_is_still_read_when_it_is_withdrawn(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], anders: User, mette: User
) -> None:
    TrialAction.objects.filter(pk=rows[0].pk).update(state="selected")
    Round.objects.update(decided_at=make.LATER, decided_by=mette)
    decisions.withdraw_selected(
        trial_action=rows[0], because="Vi får ny ledelse.", by=anders, at=make.LATER + timedelta(days=1)
    )
    found = [text_of(as_user(person).get(address("committee_read", rows[0]))) for person in (seats[0].user, mette)]
    assert ["efter at den var udvalgt" in text and "Modellens elementer" in text for text in found] == [True, True]
    assert "Teamets begrundelse Vi får ny ledelse." in found[1]
    other = text_of(as_user(seats[1].user).get(address("committee_read", rows[0])))
    assert ("Vi får ny ledelse." in other, "efter at den var udvalgt" in other) == (False, True)


def test_after_the_decision_nothing_is_waited_for(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    make.totals(seats[:2], rows[0], "4.20", "3.00")
    make.totals(seats[1:2], rows[1], "2.00")
    Round.objects.update(decided_at=make.LATER, decided_by=mette)
    client = as_user(seats[0].user)
    page = client.get(reverse("committee", args=[rows[0].round_id]), {"vis": "mangler"})
    assert [item.label for item, _ in page.context["rows"]] == ["Afgivet", "Ingen point fra dig", "Ingen point fra dig"]
    text = text_of(page)
    assert ("Udvalgets læsning" in text, "Du bedømte 1 af 3" in text) == (True, True)
    assert ("Læs og giv point" in text, "angler" in text) == (False, False)
    read = client.get(address("committee_read", rows[1]))
    assert "Du gav ingen point, før Mette Holm traf afgørelsen" in text_of(read)
    assert [one.name for one in read.context["heard"]] == ["Karen Lund"]  # as on the board
    asked = client.get(address("committee_conflict", rows[1]), follow=True)
    assert asked.redirect_chain == [(address("committee_read", rows[1]), 302)]


def test_a_team_gives_its_place_to_the_first_reserve(as_user, room: trial_actions.Room, anders: User) -> None:
    row = trial_actions.submitted(room.round, anders, units=room.units, state="selected")
    waiting = trial_actions.submitted(room.round, anders, units=room.units, state="reserve")
    client = as_user(anders)
    way = reverse("trial_action_withdraw", args=[row.pk])
    assert way in client.get(reverse("trial_action", args=[row.pk])).content.decode()
    assert "Vil I trække jer?" in text_of(client.get(way))
    refused = client.post(way)
    assert "Skriv kort, hvorfor I trækker jer" in text_of(refused)
    assert "<title>Fejl: Træk prøvehandlingen tilbage – Partnerskabsportalen</title>" in refused.content.decode()
    answer = client.post(way, {"because": "Vi får ny ledelse."}, follow=True)
    assert "Udvalgets formand og koordinatoren har fået besked." in text_of(answer)
    assert client.post(way).status_code == 404
    assert [one.state for one in TrialAction.objects.filter(pk__in=[row.pk, waiting.pk]).order_by("pk")] == [
        "withdrawn",
        "selected",
    ]
