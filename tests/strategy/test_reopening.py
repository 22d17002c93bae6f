"""What was handed in is taken back to be mended: before the deadline, and before the committee has begun."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from documents.models import MailRecord
from partnerships.models import Municipality
from strategy import application_facts, applications, committee_reviews, questions, returns
from strategy.applications import ApplicationRefused, Change, mark
from strategy.committee_reviews import Judgement
from strategy.models import ApplicationVersion, CommitteeReview, Round, TrialAction
from tests.factories import trial_actions as make
from tests.factories.trial_actions import AT, DAY, Room
from tests.factories.world import user

As = Callable[[User], Client]
TOO_LATE = "Fristen er passeret, så ansøgningen kan ikke rettes."
BEGUN = "Udvalget er begyndt at bedømme ansøgningen."


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    return make.room(stevns, mette)


@pytest.fixture
def row(room: Room, anders: User, mette: User) -> TrialAction:
    made = make.complete(room.round, anders, mette, units=room.units)
    return applications.submit(trial_action=made, by=anders, at=AT)


def reopen(row: TrialAction, by: User, at=AT + DAY) -> TrialAction:
    return applications.reopen(trial_action=row, by=by, at=at)


def test_it_is_mended_and_handed_in_again(row: TrialAction, anders: User, mette: User) -> None:
    again = [reopen(row, anders), reopen(row, mette)]
    assert [(one.state, one.submitted_at, one.submitted_by, one.version) for one in again] == [
        ("draft", None, None, 1)
    ] * 2
    told = MailRecord.objects.filter(kind="application_reopened")
    assert [one.email.to for one in told] == [[mette.email]]
    assert AuditEvent.objects.filter(action="trial_action.reopened", actor=anders).count() == 1
    applications.write(
        trial_action=row, changes={"place": Change("Hallen", mark("Skolegården"))}, by=anders, at=AT + DAY
    )
    row.refresh_from_db()
    assert (row.version, [one.key for one in application_facts.checklist(row).missing]) == (2, ["accepted", "backing"])
    for partner in row.partners.all():
        make.confirm(partner, "part")
        make.confirm(partner, "backing")
    row = TrialAction.objects.get(pk=row.pk)
    applications.submit(trial_action=row, by=anders, at=AT + 2 * DAY)
    frozen = ApplicationVersion.objects.values_list("version", "content__parts__0__rows__1__text")
    assert list(frozen) == [(1, "Skolegården"), (2, "Hallen")]


def test_handed_in_again_as_it_was_asks_nobody_anew(row: TrialAction, anders: User) -> None:
    reopen(row, anders)
    row = TrialAction.objects.get(pk=row.pk)
    made = applications.submit(trial_action=row, by=anders, at=AT + 2 * DAY)
    assert (made.state, made.version, ApplicationVersion.objects.count()) == ("submitted", 1, 1)


def test_not_from_the_deadline_on(row: TrialAction, anders: User) -> None:
    with pytest.raises(ApplicationRefused, match=TOO_LATE):
        reopen(row, anders, row.round.closes_at)
    row.refresh_from_db()
    assert (row.state, MailRecord.objects.filter(kind="application_reopened").count()) == ("submitted", 0)
    assert reopen(row, anders, row.round.closes_at - timedelta(seconds=1)).state == "draft"


def test_not_once_a_member_has_begun_to_give_points(row: TrialAction, anders: User) -> None:
    seat = make.seat(row.round, user("karen@foraeldre.example", "Karen Ø"))
    committee_reviews.save(seat=seat, trial_action=row, judgement=Judgement(comment="God."), by=seat.user, at=AT)
    with pytest.raises(ApplicationRefused, match=BEGUN):
        reopen(row, anders)
    committee_reviews.abstain(seat=seat, trial_action=row, because="Kender dem.", by=seat.user, at=AT)
    with pytest.raises(ApplicationRefused, match=BEGUN):
        reopen(row, anders)
    assert CommitteeReview.objects.get().state == "abstained"


def test_not_once_the_committee_has_asked_and_been_answered(row: TrialAction, anders: User, mette: User) -> None:
    (asked,) = returns.ask(trial_action=row, questions=["Hvordan?"], by=mette, at=AT)
    questions.answer(question=asked, text="Sådan.", seen="", by=anders, at=AT)
    row = TrialAction.objects.get(pk=row.pk)
    assert applications.submit(trial_action=row, by=anders, at=AT + DAY).state == "submitted"
    with pytest.raises(ApplicationRefused, match=BEGUN):
        reopen(row, anders)
    row.refresh_from_db()
    assert row.state == "submitted"


@pytest.mark.parametrize("state", ["returned", "selected", "withdrawn"])
def test_only_what_lies_with_the_round(row: TrialAction, anders: User, state: str) -> None:
    TrialAction.objects.update(state=state)
    with pytest.raises(ApplicationRefused, match="kan ikke tages tilbage for at blive rettet"):
        reopen(row, anders)
    row.refresh_from_db()
    assert row.state == state


def test_the_page_offers_it_to_the_team_until_the_deadline(
    as_user: As, row: TrialAction, anders: User, room: Room
) -> None:
    leader = user(room.units[0].leader_email, "Lone Leder")
    page = f"/strategi/proevehandlinger/{row.pk}/ansoegning/"
    words = "Få den tilbage, og ret den"

    def offered(person: User) -> bool:
        return words in as_user(person).get(page).content.decode()

    now = timezone.now()
    Round.objects.update(opens_at=now - 9 * DAY, closes_at=now + DAY)
    assert (offered(anders), offered(leader)) == (True, False)
    assert as_user(leader).post(f"{page}ret/").status_code in (403, 404)
    Round.objects.update(closes_at=now - DAY)
    assert offered(anders) is False
    late = as_user(anders).post(f"{page}ret/", follow=True).content.decode()
    assert TOO_LATE in late
    Round.objects.update(closes_at=now + DAY)
    html = as_user(anders).post(f"{page}ret/", follow=True).content.decode()
    assert ("Ansøgningen er en kladde igen." in html, 'id="ansoegning"' in html) == (True, True)
