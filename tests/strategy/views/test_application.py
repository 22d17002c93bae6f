"""The application's pages: begun, saved field by field, conflicts shown, checked, handed in, read, printed."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.danish import weekday_date
from accounts.models import User
from partnerships.models import Municipality
from strategy.applications import mark
from strategy.models import ApplicationVersion, CommitteeQuestion, ElementAnswer, Round, TeamMember, TrialAction
from tests.factories import trial_actions as make
from tests.factories.trial_actions import Room

As = Callable[[User], Client]


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    made = make.room(stevns, mette)
    now = timezone.now()
    Round.objects.filter(pk=made.round.pk).update(opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=9))
    made.round.refresh_from_db()
    return made


@pytest.fixture
def row(room: Room, anders: User, mette: User) -> TrialAction:
    return make.draft(room.round, anders, mette)


def url(row: TrialAction, tail: str = "") -> str:
    return f"/strategi/proevehandlinger/{row.pk}/ansoegning/{tail}"


def idea(row: TrialAction, **changes: str) -> dict[str, str]:
    """What a browser sends of the first section, with the marks of what stands now."""
    names = ("title", "intervention", "place", "group", "age_group", "starts_on", "ends_on")
    now = {name: str(getattr(row, name) or "") for name in names}
    return {**now, **{f"seen-{name}": mark(value) for name, value in now.items()}, **changes}


def test_team_and_committee_read_the_same_numbers_in_a_criterion(as_user: As, room: Room, anders: User) -> None:
    row = make.complete(room.round, anders, units=room.units)
    row.targets.update(from_value=Decimal("60.50"), to_value=Decimal("80.25"), unit="%")
    team = as_user(anders).get(url(row, "?afsnit=maalinger")).content.decode()
    committee = render_to_string("strategy/committee/_application.html", {"trial_action": row})
    found = [re.findall(r"[Ff]ra \S+\s+til \S+", text) for text in (team, committee)]
    assert found == [["fra 60,5 til 80,25"], ["Fra 60,5 til 80,25"]]


def test_an_application_begins_with_a_title_and_its_team(as_user: As, room: Room, anders: User) -> None:
    answer = as_user(anders).post(f"/strategi/runder/{room.round.pk}/ansoegning/", {"title": "  Fælles  leg "})
    made = TrialAction.objects.get()
    assert (answer["Location"], made.title, made.number) == (url(made), "Fælles leg", 1)
    assert list(made.team.values_list("user", "is_responsible")) == [(anders.pk, True)]


def test_two_write_in_different_fields_and_both_are_kept(as_user: As, row: TrialAction, anders: User) -> None:
    client = as_user(anders)
    page = idea(row)
    client.post(url(row), {**page, "place": "Skolegården"})
    client.post(url(row), {**page, "group": "Børnene på 3. årgang"})
    row.refresh_from_db()
    assert (row.place, row.group) == ("Skolegården", "Børnene på 3. årgang")


def test_two_write_in_one_field_and_the_second_sees_both(
    as_user: As, row: TrialAction, anders: User, mette: User
) -> None:
    page = idea(row)
    as_user(mette).post(url(row), {**page, "place": "Skolegården"})
    client = as_user(anders)
    answer = client.post(url(row), {**page, "place": "Hallen"}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert ("I har skrevet i det samme felt." in html, "Skolegården" in html) == (True, True)
    row.refresh_from_db()
    assert row.place == "Skolegården"
    mine = {**page, "place": "Hallen", "theirs-place": "Skolegården", "pick": "place:mine"}
    client.post(url(row), mine)
    row.refresh_from_db()
    assert row.place == "Hallen"


def test_both_texts_can_be_kept(as_user: As, row: TrialAction, anders: User, mette: User) -> None:
    page = idea(row)
    as_user(mette).post(url(row), {**page, "group": "Alle på\r\n3. årgang"})
    pick = {**page, "group": "De yngste", "theirs-group": "Alle på\r\n3. årgang", "pick": "group:both"}
    as_user(anders).post(url(row), pick)
    row.refresh_from_db()
    assert row.group == "De yngste\n\nAlle på\n3. årgang"


def test_what_a_colleague_wrote_meanwhile_is_shown_and_not_replaced(
    as_user: As, row: TrialAction, anders: User, mette: User
) -> None:
    page = idea(row)
    as_user(mette).post(url(row), {**page, "place": "Skolegården"})
    answer = as_user(anders).post(url(row), {**page, "group": "Årgangen"}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert ("Mette Holm har skrevet her imens." in html, answer.status_code) == (True, 200)
    row.refresh_from_db()
    assert (row.place, row.group) == ("Skolegården", "Årgangen")


def test_the_mark_of_a_saved_field_is_of_the_text_the_page_shows(
    as_user: As, row: TrialAction, anders: User, mette: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague who writes in the moment between the save and its answer is not written over by the next letter."""

    def colleague_writes(**_: object) -> None:
        TrialAction.objects.filter(pk=row.pk).update(place="Skolegården", updated_by=mette)

    monkeypatch.setattr("strategy.applications.see", colleague_writes)
    client = as_user(anders)
    answer = client.post(url(row), idea(row, place="Hallen"), headers={"HX-Request": "true"})
    found = re.search(r'name="seen-place" value="(\w+)"', answer.content.decode())
    assert found is not None
    again = idea(row, place="Hallen!", **{"seen-place": found[1]})
    assert client.post(url(row), again, headers={"HX-Request": "true"}).status_code == 422
    row.refresh_from_db()
    assert row.place == "Skolegården"


def test_a_wrong_field_does_not_stop_the_others(as_user: As, row: TrialAction, anders: User) -> None:
    data = idea(row, place="Skolegården", group="Ring til 010190-1234")
    answer = as_user(anders).post(url(row), data)
    html = answer.content.decode()
    row.refresh_from_db()
    assert (row.place, row.group) == ("Skolegården", "")
    assert ("CPR-nummer" in html, "Ring til 010190-1234" in html) == (True, True)


def test_elements_are_answered_and_one_leads(as_user: As, row: TrialAction, anders: User) -> None:
    first, second = row.round.version.elements.filter(is_centre=False)[:2]
    data = {
        f"element-{first.pk}": "Vi begynder med fællesskabet.",
        f"seen-element-{first.pk}": mark(""),
        "leading": str(second.pk),
        "seen-leading": mark(""),
    }
    as_user(anders).post(url(row, "?afsnit=elementer"), data)
    found = {answer.element_id: (answer.text, answer.is_leading) for answer in ElementAnswer.objects.all()}
    assert found == {first.pk: ("Vi begynder med fællesskabet.", False), second.pk: ("", True)}


def test_an_element_of_another_strategy_is_not_accepted(as_user: As, row: TrialAction, anders: User) -> None:
    as_user(anders).post(url(row, "?afsnit=elementer"), {"leading": "987654", "seen-leading": mark("")})
    assert ElementAnswer.objects.count() == 0


def test_every_section_can_be_opened_and_asks_a_fixed_number_of_questions(
    as_user: As,
    room: Room,
    anders: User,
    mette: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    row = make.complete(room.round, anders, mette, units=room.units)
    client = as_user(anders)
    for key in ("ide", "maal", "boern", "elementer", "maalinger", "ressourcer", "parter", "hold"):
        with django_assert_max_num_queries(45):
            assert (key, client.get(url(row, f"?afsnit={key}")).status_code) == (key, 200)
    assert client.get(url(row, "?afsnit=andet")).status_code == 404


def test_the_check_says_what_is_missing_and_submit_refuses(as_user: As, row: TrialAction, anders: User) -> None:
    client = as_user(anders)
    html = client.get(url(row, "krav/")).content.decode()
    assert ("Tilføj to parter." in html, "Vælg mindst ét mål at følge." in html) == (True, True)
    answer = client.post(url(row, "indsend/"), follow=True)
    assert "Ansøgningen kan ikke indsendes endnu." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_criterion_against_its_measure_or_out_of_time_is_not_handed_in(as_user: As, room: Room, anders: User) -> None:
    row = make.complete(room.round, anders, units=room.units)
    row.targets.update(from_value=40, to_value=30, by_date=row.ends_on + timedelta(days=1))
    html = as_user(anders).post(url(row, "indsend/"), follow=True).content.decode()
    for words in ("går ned, fra 40 til 30", "er højere bedre", "når prøvehandlingen er slut"):
        assert (words, words in html) == (words, True)
    row.measures.update(direction="lower")
    row.targets.update(by_date=row.ends_on)
    assert "Ansøgningen er indsendt" in as_user(anders).post(url(row, "indsend/"), follow=True).content.decode()


def test_nothing_is_said_of_the_committees_questions_before_it_has_asked(
    as_user: As, row: TrialAction, anders: User
) -> None:
    html = as_user(anders).get(url(row, "krav/")).content.decode()
    assert ("Udvalgets spørgsmål" in html, "0 af 11 krav er opfyldt" in html) == (False, True)


def test_a_complete_one_is_handed_in_frozen_and_read(as_user: As, room: Room, anders: User) -> None:
    row = make.complete(room.round, anders, units=room.units)
    client = as_user(anders)
    answer = client.post(url(row, "indsend/"), follow=True)
    html = answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.submitted_by) == ("submitted", anders)
    assert "Ansøgningen er hos udvalget" in html
    frozen = ApplicationVersion.objects.get()
    assert (frozen.version, frozen.content["title"], len(frozen.sha256)) == (1, row.title, 64)
    assert client.post(url(row), idea(row, place="Et andet sted")).status_code == 200
    row.refresh_from_db()
    assert row.place == "Skolegården"


def test_who_writes_is_told_that_partners_have_been_asked(as_user: As, room: Room, anders: User) -> None:
    row = make.complete(room.round, anders, units=room.units)
    client = as_user(anders)
    assert "Parterne er spurgt om udgave 1." in client.get(url(row)).content.decode()
    client.post(url(row), idea(row, place="Hallen"))
    assert "Parterne er spurgt" not in client.get(url(row)).content.decode()


def test_a_colleague_joins_and_leaves_the_team(as_user: As, room: Room, anders: User, mette: User) -> None:
    row = make.draft(room.round, anders)
    client = as_user(anders)
    client.post(url(row, "hold/"), {"add": str(mette.pk)})
    assert set(row.team.values_list("user", flat=True)) == {anders.pk, mette.pk}
    client.post(url(row, "hold/"), {"responsible": str(row.team.get(user=mette).pk)})
    client.post(url(row, "hold/"), {"remove": str(row.team.get(user=anders).pk)})
    assert list(row.team.values_list("user", "is_responsible")) == [(mette.pk, True)]
    assert client.get(url(row)).status_code == 404


def test_who_is_here_is_told(as_user: As, row: TrialAction, anders: User, mette: User) -> None:
    as_user(mette).get(url(row, "?afsnit=boern"))
    html = as_user(anders).get(url(row, "her/?afsnit=ide")).content.decode()
    assert "Mette Holm skriver i “Børnene”" in html


def test_others_read_but_do_not_write(as_user: As, room: Room, row: TrialAction, rikke: User, stranger: User) -> None:
    TeamMember.objects.filter(trial_action=row, user__email__startswith="mette").delete()
    coordinator = User.objects.get(email="mette.holm@stevns.example")
    found = [as_user(person).get(url(row)).status_code for person in (coordinator, rikke, stranger)]
    assert found == [200, 404, 404]
    assert as_user(coordinator).post(url(row), idea(row, place="X")).status_code == 403


def test_it_is_withdrawn(as_user: As, row: TrialAction, anders: User) -> None:
    as_user(anders).post(url(row, "traek-tilbage/"))
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_print_has_all_of_it(as_user: As, room: Room, anders: User) -> None:
    row = make.complete(room.round, anders, units=room.units)
    html = as_user(anders).get(url(row, "print/")).content.decode()
    wanted = (row.goal, "67 % i foråret", "Klintskolen", "fra 67 til 80 %", "11. december 2026")
    assert [text in html for text in wanted] == [True] * 5


def test_who_was_signed_out_while_writing_gets_the_text_back(client: Client, row: TrialAction) -> None:
    answer = client.post(url(row), {"place": "Alle steder i skolegården"})
    assert (answer.status_code, "Alle steder i skolegården" in answer.content.decode()) == (401, True)


def test_one_sent_back_shows_what_is_asked_and_until_when_and_wants_an_answer(
    as_user: As, room: Room, anders: User, mette: User
) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="returned")
    asked = CommitteeQuestion.objects.create(
        trial_action=row, text="Hvem måler?", asked_at=timezone.now(), asked_by=mette
    )
    meets_at = timezone.now() + timedelta(days=4)
    Round.objects.update(closes_at=timezone.now() - timedelta(days=1), meets_at=meets_at)
    client, until = as_user(anders), f"Svar inden udvalgets møde {weekday_date(meets_at)}."
    way = url(row, f"spoergsmaal/{asked.pk}/")
    pages = [client.get(one).content.decode() for one in (url(row), url(row, "krav/"), way)]
    assert [(until in page, "Hvem måler?" in page, "Fristen" in page) for page in pages] == [(True, True, False)] * 3
    assert "frivilligt" not in pages[2]
    empty = client.post(way, {"answer": " ", "seen": ""})
    assert empty.context["form"].errors == {"answer": ["Skriv jeres svar til udvalget"]}
    client.post(way, {"answer": "Pædagogen.", "seen": ""})
    asked.refresh_from_db()
    assert asked.answer == "Pædagogen."
