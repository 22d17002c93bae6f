"""The selection board: what each person sees, the draft, trying out, and the decision."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.danish import clock as clock_of
from accounts.models import User
from partnerships.models import Municipality
from strategy import boards, decisions
from strategy.models import BoardChoice, CommitteeReview, CommitteeSeat, ConflictOfInterest, Round, TrialAction
from tests.factories import committee as make
from tests.factories import trial_actions


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still when the points have been given."""
    monkeypatch.setattr(timezone, "now", lambda: make.LATER)


@pytest.fixture
def room(stevns: Municipality, mette: User) -> trial_actions.Room:
    made = trial_actions.room(stevns, mette)
    Round.objects.filter(pk=made.round.pk).update(target=2, closes_at=make.LATER)
    made.round.refresh_from_db()
    return made


@pytest.fixture
def seats(room: trial_actions.Room) -> list[CommitteeSeat]:
    return make.members(room.round, 3)


@pytest.fixture
def rows(room: trial_actions.Room, seats: list[CommitteeSeat], anders: User) -> list[TrialAction]:
    """Four applications with medians 3, 5, 4 and 2; the third is disagreed on."""
    rows = make.applications(room.round, anders, room.units, 4)
    for row, totals in zip(rows, ("3 3 4", "5 5 5", "4 2 4", "2 2 3"), strict=True):
        make.totals(seats, row, *totals.split())
    return rows


@pytest.fixture
def address(room: trial_actions.Room) -> str:
    return reverse("board", args=[room.round.pk])


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def numbers(page: Any) -> list[int]:
    return [row.number for row, _ in page.context["rows"]]


def choose(round_: Round, by: User, *wanted: tuple[int, str]) -> None:
    boards.choose(round_=round_, wanted=[boards.Wanted(n, choice, "") for n, choice in wanted], by=by, at=make.LATER)


def test_ranked_by_the_median_with_the_spread(as_user, rows: list[TrialAction], mette: User, address: str) -> None:
    page = as_user(mette).get(address)
    found = [(row.rank, row.number, str(row.standing.median), row.disagrees) for row, _ in page.context["rows"]]
    assert found == [
        (1, 2, "5.00", False),
        (2, 3, "4.00", True),
        (3, 1, "3.00", False),
        (4, 4, "2.00", False),
    ]
    assert [row.is_last_place for row, _ in page.context["rows"]] == [False, True, False, False]
    soup = BeautifulSoup(page.content, "html.parser")
    assert [svg["aria-label"] for svg in soup.select("svg.dots")][1] == "Point fra 2,0 til 4,0, median 4,0"
    assert len(soup.select("svg.dots")[0].select("circle")) == 3
    assert len(soup.select("tr.cut")) == 1


def test_what_is_not_ones_own_yet_has_no_rank_points_or_choice(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User, address: str
) -> None:
    choose(rows[0].round, mette, (2, "selected"), (3, "selected"))
    CommitteeReview.objects.filter(seat=seats[1], trial_action=rows[1]).delete()
    page = as_user(seats[1].user).get(address)
    assert numbers(page) == [3, 1, 4]
    assert (page.context["board"].selected, page.context["board"].coverage.size) == (1, 1)
    assert str(rows[1]) not in page.content.decode()
    assert "1 ansøgning mangler dine point" in text_of(page)
    exported = as_user(seats[1].user).get(reverse("board_export", args=[rows[0].round_id])).content.decode()
    assert str(rows[1]) not in exported


@pytest.mark.parametrize(("count", "members"), [(1, 1), (34, 9), (60, 12)])
def test_the_board_asks_the_same_questions(
    as_user,
    room: trial_actions.Room,
    anders: User,
    mette: User,
    address: str,
    count: int,
    members: int,
    django_assert_num_queries: Any,
) -> None:
    made = make.members(room.round, members)
    make.points(made, make.applications(room.round, anders, room.units, count))
    choose(room.round, mette, (1, "selected"))
    for person, queries in ((made[0].user, 19), (mette, 23)):
        client = as_user(person)
        client.get(address)
        with django_assert_num_queries(queries):
            page = client.get(address)
        assert (len(page.context["rows"]), page.context["board"].selected) == (min(count, 50), 1)


def test_a_whole_page_is_saved_without_javascript(as_user, rows: list[TrialAction], mette: User, address: str) -> None:
    sent = {"v1": "selected", "s1": "", "v2": "reserve", "s2": "", "v3": "", "s3": "", "v4": "declined", "s4": ""}
    answer = as_user(mette).post(address, sent, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["Kladden er gemt."]
    found = BoardChoice.objects.order_by("trial_action__number").values_list("trial_action__number", "choice")
    assert list(found) == [(1, "selected"), (2, "reserve"), (4, "declined")]


def test_a_choice_by_htmx_answers_with_the_side_and_the_cell(
    as_user, rows: list[TrialAction], mette: User, address: str
) -> None:
    page = as_user(mette).post(address, {"v2": "selected", "s2": ""}, headers={"HX-Request": "true"})
    soup = BeautifulSoup(page.content, "html.parser")
    assert (page.status_code, soup.select_one("#antal").text) == (200, "1 af 2 udvalgt")  # type: ignore[union-attr]
    line = soup.select_one("#board-line[hx-swap-oob=innerHTML]")
    assert line is not None
    saved = f"1 af 2 udvalgt. Gemt kl. {clock_of(make.LATER)}. Hele udvalget ser kladden."
    assert line.get_text() == saved
    assert [one["hx-trigger"] for one in soup.select("fieldset")] == ["change delay:500ms"]
    cell = soup.select_one("#c2")
    assert cell is not None
    assert (cell["hx-swap-oob"], cell.select_one("[name=s2]")["value"]) == ("true", "selected")  # type: ignore[index]
    assert soup.select_one("#c1") is None


def test_a_colleagues_choice_is_shown_and_kept(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User, address: str
) -> None:
    choose(rows[0].round, seats[0].user, (2, "reserve"))
    for headers in ({"HX-Request": "true"}, {}):
        page = as_user(mette).post(address, {"v2": "selected", "s2": ""}, headers=headers)
        said = BeautifulSoup(page.content, "html.parser").select_one("#c2 .clash")
        assert said is not None
        assert said.text.startswith("Lone Vind satte nr. 2 til “Reserve”")
        assert page.status_code == (422 if headers else 200)
        assert ("Ikke gemt." in page.content.decode(), "Gemt kl." in page.content.decode()) == (bool(headers), False)
    assert BoardChoice.objects.get().choice == "reserve"


def test_only_those_who_decide_set_the_draft(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], address: str
) -> None:
    sent = {"v2": "selected", "s2": ""}
    assert as_user(seats[1].user).post(address, sent).status_code == 403
    page = as_user(seats[1].user).get(address)
    assert BeautifulSoup(page.content, "html.parser").select("input[type=radio]") == []
    assert as_user(seats[0].user).post(address, sent).status_code == 302


def test_trying_out_saves_nothing(as_user, seats: list[CommitteeSeat], rows: list[TrialAction], address: str) -> None:
    client = as_user(seats[1].user)
    page = client.get(address, {"proev": "1", "v1": "selected", "v2": "selected", "v3": "selected"})
    board = page.context["board"]
    assert (board.selected, board.over, len(board.tried), BoardChoice.objects.count()) == (3, 1, 3, 0)
    assert "1 for mange" in text_of(page)
    piece = client.get(address, {"proev": "1", "v1": "selected"}, headers={"HX-Target": "board-side"})
    soup = BeautifulSoup(piece.content, "html.parser")
    assert soup.select_one("#antal").text == "1 af 2 udvalgt"  # type: ignore[union-attr]
    assert soup.select_one("table") is None
    assert soup.select_one("form[method=post]") is None  # a member who does not decide cannot save it
    chip = soup.find("a", string="Stor uenighed")
    assert (chip["href"], chip.find_parent(id=True)["hx-swap-oob"]) == (  # type: ignore[index,union-attr]
        "?proev=1&v1=selected&vis=uenige",
        "true",
    )


def test_a_trial_can_be_saved_by_those_who_decide(as_user, rows: list[TrialAction], mette: User, address: str) -> None:
    client = as_user(mette)
    page = client.get(address, {"proev": "1", "v2": "selected", "v4": "declined"})
    form = BeautifulSoup(page.content, "html.parser").select_one("#board-side form")
    assert form is not None
    sent = {one["name"]: one["value"] for one in form.select("input") if one["name"] != "csrfmiddlewaretoken"}
    assert sent == {"v2": "selected", "s2": "", "v4": "declined", "s4": ""}
    client.post(address, sent)
    assert BoardChoice.objects.count() == 2


def test_the_spread_follows_the_choice(as_user, rows: list[TrialAction], mette: User, address: str) -> None:
    TrialAction.objects.filter(pk=rows[1].pk).update(age_group="nursery")
    choose(rows[0].round, mette, (2, "selected"))
    coverage = as_user(mette).get(address).context["board"].coverage
    assert [(one.name, one.count) for one in coverage.units] == [("Klintskolen", 1), ("SFO Klinten", 1)]
    assert [(one.name, one.count) for one in coverage.parts] == [("Nord", 1), ("Syd", 1)]
    assert ("0–3 år", 1) in [(one.name, one.count) for one in coverage.ages]
    assert sum(one.count for one in coverage.elements) >= 1


def test_a_thin_element_is_told_with_who_could_help(
    as_user, rows: list[TrialAction], mette: User, room: trial_actions.Room, address: str
) -> None:
    first, *others = room.round.version.elements.filter(is_centre=False).order_by("position")
    for row in rows:
        row.element_answers.update(is_leading=False)
        row.element_answers.filter(element__in=[first] if row.number != 4 else others).update(is_leading=True)
    Round.objects.filter(pk=room.round.pk).update(target=4)
    more = make.applications(room.round, rows[0].created_by, room.units, 2)
    for row in more:
        row.element_answers.update(is_leading=False)
    choose(room.round, mette, *((row.number, "selected") for row in (*rows[:3], *more)), (4, "reserve"))
    warnings = as_user(mette).get(address).context["board"].warnings
    assert warnings[0] == (
        "Et element er svagt dækket",
        "0 af de 5 udvalgte arbejder tydeligt med “Pædagogiske og didaktiske metoder”. Reserven på plads 4 gør.",
    )


def test_filters_and_search(as_user, rows: list[TrialAction], mette: User, address: str) -> None:
    client = as_user(mette)
    choose(rows[0].round, mette, (2, "selected"))
    assert numbers(client.get(address, {"vis": "uenige"})) == [3]
    assert numbers(client.get(address, {"vis": "aabne"})) == [3, 1, 4]
    assert numbers(client.get(address, {"soeg": str(rows[3])})) == [4]
    assert "Viser 1 af 4." in text_of(client.get(address, {"soeg": str(rows[3])}))
    assert "Viser 4 af 4" in text_of(client.get(address))
    nothing = client.get(address, {"soeg": "findes ikke"})
    assert "Ingen ansøgninger passer" in text_of(nothing)


def test_the_export(as_user, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User) -> None:
    TrialAction.objects.filter(pk=rows[1].pk).update(title="=1+1")
    choose(rows[0].round, mette, (2, "selected"))
    answer = as_user(mette).get(reverse("board_export", args=[rows[0].round_id]))
    content = answer.content.decode()
    found = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))
    assert (content[0], answer["Content-Disposition"]) == (
        "\ufeff",
        f'attachment; filename="udvaelgelse-{rows[0].round_id}.csv"',
    )
    assert [(row["Plads"], row["Nr."], row["Median"], row["Stor uenighed"]) for row in found] == [
        ("1", "2", "5,00", ""),
        ("2", "3", "4,00", "ja"),
        ("3", "1", "3,00", ""),
        ("4", "4", "2,00", ""),
    ]
    assert (found[0]["Prøvehandling"], found[0]["Afgørelse"]) == ("'=1+1", "Udvalgt")
    ConflictOfInterest.objects.create(seat=seats[1], trial_action=rows[2], declared_at=make.LATER)
    hidden = as_user(seats[1].user).get(reverse("board_export", args=[rows[0].round_id])).content.decode()
    assert (str(rows[2]) in content, str(rows[2]) in hidden) == (True, False)


# --- the decision ---------------------------------------------------------------------------------------------------


def words(page: Any, **typed: str) -> dict[str, str]:
    """What a browser would send from the page, with `typed` instead of what stands there."""
    form = BeautifulSoup(page.content, "html.parser").select_one("main form[method=post]")
    assert form is not None
    sent = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden], input[type=number]")}
    sent |= {one["name"]: one.text.strip() for one in form.select("textarea")}
    return {key: str(value) for key, value in sent.items()} | typed


def test_the_decision_from_the_page(as_user, rows: list[TrialAction], mette: User, room: trial_actions.Room) -> None:
    choose(room.round, mette, (2, "selected"), (3, "selected"), (1, "reserve"), (4, "declined"))
    client, address = as_user(mette), reverse("board_decide", args=[room.round.pk])
    page = client.get(address)
    assert [one.text for one, _ in page.context["missing"]] == [
        "Nr. 1 og 4 mangler en begrundelse. Den, der får nej, skal kunne se hvorfor.",
        "Referatet mangler.",
    ]
    missing = BeautifulSoup(page.content, "html.parser").select("[aria-labelledby=mangler] details li")
    assert [one.get_text() for one in missing] == [f"Nr. {row.number}: {row}" for row in (rows[0], rows[3])]
    sent = words(page, minutes="Alle var med.\nDer var ro.", g1="Vent lidt.", g4="Begynd mindre.")
    client.post(address, sent | {"save": "1"})
    assert (Round.objects.get().minutes, Email.objects.count()) == ("Alle var med.\nDer var ro.", 0)
    unconfirmed = client.post(address, words(client.get(address)) | {"decide": "1"})
    assert list(unconfirmed.context["form"].errors) == ["confirmed"]
    answer = client.post(address, words(client.get(address)) | {"decide": "1", "confirmed": "on"}, follow=True)
    assert "Afgørelsen og referatet" in text_of(answer)
    found = TrialAction.objects.order_by("number").values_list("state", "grounds")
    assert list(found) == [
        ("reserve", "Vent lidt."),
        ("selected", ""),
        ("selected", ""),
        ("declined", "Begynd mindre."),
    ]
    assert Round.objects.get().decided_by == mette
    assert "2 prøvehandlinger er udvalgt" in text_of(client.get(reverse("board", args=[room.round.pk])))


def test_a_colleague_wrote_meanwhile(as_user, rows: list[TrialAction], mette: User, room: trial_actions.Room) -> None:
    choose(room.round, mette, (1, "declined"))
    client, address = as_user(mette), reverse("board_decide", args=[room.round.pk])
    mine = words(client.get(address), g1="Min begrundelse", minutes="Mit referat")
    theirs = boards.Words(boards.Text("", "Deres referat"), {1: boards.Text("", "Deres begrundelse")})
    boards.write(round_=room.round, words=theirs, by=mette, at=make.LATER)
    page = client.post(address, mine | {"save": "1"})
    assert page.context["theirs"] == {"Referat": "Deres referat", "Begrundelse, nr. 1": "Deres begrundelse"}
    assert ("Min begrundelse" in page.content.decode(), Round.objects.get().minutes) == (True, "Deres referat")
    client.post(address, words(page, g1="Min begrundelse", minutes="Mit referat") | {"save": "1"})
    assert (Round.objects.get().minutes, BoardChoice.objects.get().grounds) == ("Mit referat", "Min begrundelse")


def test_two_reserves_in_the_same_place(
    as_user, rows: list[TrialAction], mette: User, room: trial_actions.Room
) -> None:
    choose(room.round, mette, (1, "reserve"), (4, "reserve"))
    client, address = as_user(mette), reverse("board_decide", args=[room.round.pk])
    page = client.post(address, words(client.get(address), r1="1", r4="1") | {"save": "1"})
    assert page.context["form"].errors == {"r4": ["Nr. 1 har plads 1 på reservelisten"]}
    client.post(address, words(client.get(address), r1="2", r4="1") | {"save": "1"})
    assert list(BoardChoice.objects.order_by("pk").values_list("reserve_rank", flat=True)) == [2, 1]


def test_one_too_close_cannot_decide_here(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], room: trial_actions.Room
) -> None:
    choose(room.round, seats[0].user, (2, "selected"))
    ConflictOfInterest.objects.create(seat=seats[0], trial_action=rows[1], declared_at=make.LATER)
    client, address = as_user(seats[0].user), reverse("board_decide", args=[room.round.pk])
    page = client.get(address)
    assert ("En anden skal afgøre" in text_of(page), str(rows[1]) in page.content.decode()) == (True, False)
    answer = client.post(address, words(page, minutes="x") | {"decide": "1", "confirmed": "on"})
    assert "for tæt på" in text_of(answer)
    assert Round.objects.get().decided_at is None


def test_numbers_beside_the_places_do_not_tell_one_in_conflict_what_became_of_the_hidden_one(
    as_user,
    seats: list[CommitteeSeat],
    rows: list[TrialAction],
    mette: User,
    anders: User,
    room: trial_actions.Room,
    address: str,
) -> None:
    client = as_user(seats[1].user)
    ConflictOfInterest.objects.create(seat=seats[1], trial_action=rows[1], declared_at=make.LATER)
    choose(room.round, mette, (2, "selected"), (3, "selected"), (1, "reserve"))
    choose(room.round, mette, (4, "reserve"))
    page = client.get(address)
    text = text_of(page)
    assert "Alle tal på siden er om de 3 ansøgninger, der står her." in text
    assert text.count("1 udvalgt af dem, du kan se") == 2
    assert [word in text for word in ("af 2 udvalgt", "tilbage ·", "går grænsen")] == [False] * 3
    assert BeautifulSoup(page.content, "html.parser").select("tr.cut, .tally") == []
    whole = text_of(as_user(mette).get(address))
    assert [word in whole for word in ("2 af 2 udvalgt", "0 pladser tilbage ·", "går grænsen")] == [True] * 3

    said = boards.Words(boards.Text("", "Alle var med."), {n: boards.Text("", f"Grund {n}") for n in (1, 4)})
    seen = decisions.draft_of(decisions.applications_of(room.round))
    decisions.decide(round_=room.round, words=said, seen=seen, by=mette, at=make.LATER)
    decision = reverse("board_decide", args=[room.round.pk])
    before = text_of(client.get(decision))
    assert ("De udvalgte, du kan se" in text_of(client.get(address)), "2. " in before) == (True, False)

    reserve = reverse("trial_action", args=[rows[0].pk])
    assert ["som nr. 1" in text_of(as_user(one).get(reserve)) for one in (seats[1].user, mette)] == [False, True]

    TrialAction.objects.filter(pk=rows[0].pk).update(reserve_rank=9)
    orders = []
    for one in (seats[1].user, mette):
        listed = text_of(as_user(one).get(decision))
        orders.append(listed.index(str(rows[0])) < listed.index(str(rows[3])))
    assert orders == [True, False]
    TrialAction.objects.filter(pk=rows[0].pk).update(reserve_rank=1)

    # The hidden one withdraws, and the first reserve moves up: what is shown is not why.
    later = make.LATER + timedelta(days=1)
    decisions.withdraw_selected(trial_action=rows[1], because="Vi får ny ledelse.", by=anders, at=later)
    after = text_of(client.get(decision))
    assert [word in after for word in ("Siden afgørelsen", "Rykket op", str(rows[1]))] == [False] * 3
    assert "1 ansøgning er skjult for dig" in after
    assert "1 ansøgning er skjult for dig" in text_of(client.get(address))
    listed = text_of(client.get(reverse("committee", args=[room.round.pk])))
    assert "Nr. 2, meldt" in listed
    assert "Siden afgørelsen" in text_of(as_user(mette).get(decision))


def test_an_ordinary_member_reads_the_decision_but_does_not_take_it(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User, room: trial_actions.Room
) -> None:
    address = reverse("board_decide", args=[room.round.pk])
    assert as_user(seats[1].user).get(address).status_code == 403
    Round.objects.update(decided_at=make.LATER, decided_by=mette, minutes="Alle var med.")
    assert "Alle var med." in text_of(as_user(seats[1].user).get(address))


def test_the_board_says_numbers_round_and_a_missing_chair_and_leads_to_a_decision_that_can_be_taken(
    as_user, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User, address: str
) -> None:
    def shown() -> tuple[bool, bool]:
        page = as_user(mette).get(address)
        return reverse("board_decide", args=[rows[0].round_id]) in page.content.decode(), "formand" in text_of(page)

    page = as_user(mette).get(address)
    subs = [one.get_text() for one in BeautifulSoup(page.content, "html.parser").select("tbody .sub")]
    assert [sub.split(" · ")[0] for sub in subs if sub.startswith("Nr.")] == ["Nr. 2", "Nr. 3", "Nr. 1", "Nr. 4"]
    assert text_of(page).count(rows[0].round.title) == 2  # breadcrumb and above the heading, for paper
    assert shown() == (True, False)
    Round.objects.update(closes_at=make.LATER + timedelta(minutes=1))
    seats[0].is_chair = False
    seats[0].save()
    assert shown() == (False, True)


def test_a_round_that_is_open_offers_no_decision(
    as_user, rows: list[TrialAction], mette: User, room: trial_actions.Room
) -> None:
    address = reverse("board_decide", args=[room.round.pk])
    before = as_user(mette).get(address).content.decode()
    Round.objects.update(closes_at=make.LATER + timedelta(minutes=1))
    page = as_user(mette).get(address).content.decode()
    button = "Træf afgørelsen, og send svar"
    assert [(button in one, "Runden er åben endnu" in one) for one in (before, page)] == [(True, False), (False, True)]
    answer = as_user(mette).post(address, {"minutes": "x", "sminutes": "", "decide": "1", "confirmed": "on"})
    assert ("Afgør den, når den er lukket" in text_of(answer), Round.objects.get().decided_at) == (True, None)
