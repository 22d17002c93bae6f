"""Networks for staff: what is planned and missing, the matrix, and planning four days at once."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from accounts.models import User
from partnerships import network_days
from partnerships.models import (
    Attendance,
    BlockedDay,
    Enrolment,
    Municipality,
    Network,
    NetworkDay,
    Programme,
    SteeringAnswer,
    SteeringMeeting,
    SteeringVote,
    TimelineEntry,
)
from tests.factories import planning, world

pytestmark = pytest.mark.django_db
DATES = ("2027-03-03", "2027-05-12", "2027-09-08", "2027-11-10")


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


@pytest.fixture
def network(binding: Enrolment) -> Network:
    return Network.objects.get(partnership__area="school")


@pytest.fixture
def other(binding: Enrolment) -> Network:
    return Network.objects.get(partnership__area="daycare")


def test_the_network_says_whether_the_same_people_come(staff: Client, network: Network, signe: User) -> None:
    people = planning.seat_people(network, 2)
    for number, present in ((1, people), (2, people[:1])):
        day = planning.confirmed(network, signe, number, date(2027, 3, number))
        for person in present:
            Attendance.objects.create(day=day, seat=person.seat, holding=person, is_present=True, at=day.starts_at)
        network_days.hold(day=day, by=signe, at=day.starts_at)
    page = text(staff.get(f"/administration/netvaerk/{network.pk}/"))
    assert '<th scope="row">Stevns</th><td class="num">2</td><td class="num">1</td><td class="num">50 %</td>' in page


def plan_address(network: Network) -> str:
    return f"/administration/netvaerk/{network.pk}/planlaeg/"


def list_address(programme: Programme) -> str:
    return f"/administration/programmer/{programme.slug}/netvaerk/"


def typed(number: int, day: str, **values: str) -> dict[str, str]:
    """What a person types for one day."""
    plain = {"title": f"Netværksdag {number}", "starts": "9:30", "ends": "15.30", "where": "physical", "venue": "Huset"}
    return {f"dag{number}-{name}": value for name, value in (plain | {"date": day} | values).items()}


def four(**changed: str) -> dict[str, str]:
    data: dict[str, str] = {}
    for number, day in enumerate(DATES, start=1):
        data |= typed(number, day)
    return data | changed


def text(response) -> str:
    return " ".join(response.content.decode().split())


def member(network: Network, code: str, name: str, by: User) -> Municipality:
    """One more municipality in the network."""
    row = world.municipality(code, name)
    world.binding(row, network.partnership.programme, by, school=5)
    return row


def test_the_menu_leads_to_the_current_programmes_networks(staff: Client, programme: Programme) -> None:
    assert staff.get("/administration/netvaerk/").url == list_address(programme)
    page = staff.get(list_address(programme)).content.decode()
    assert '<a href="/administration/netvaerk/" aria-current="page">Netværk</a>' in page
    assert page.count("Intet netværk endnu") == 2


def test_without_a_programme_the_page_says_what_to_do(staff: Client) -> None:
    assert "Der er ikke noget program endnu" in text(staff.get("/administration/netvaerk/"))


def test_the_list_shows_days_and_what_they_lack(staff: Client, network: Network, signe: User, stevns) -> None:
    planning.planned(network, signe, 1, date(2027, 5, 6), venue="", address="")
    day = planning.confirmed(network, signe, 2, date(2027, 6, 9))
    network_days.set_items(
        day=day,
        items=[network_days.Item(time(9, 30), time(10), "expert", "Velkomst")],
        revision=None,
        by=signe,
        at=world.NOW,
    )
    BlockedDay.objects.create(
        municipality=stevns, start_date=date(2027, 6, 9), end_date=date(2027, 6, 9), reason="Byrådsseminar"
    )
    page = text(staff.get(list_address(network.partnership.programme)))
    for words in (
        "torsdag 6. maj 2027",
        "kl. 9.30–15.30, uge 18",
        "Det er Kristi himmelfartsdag, som er en helligdag.",
        "Stevns har spærret dagen: Byrådsseminar.",
        "1 punkt",
        "Huset, Gade 1, Odense",
        "2 dage er ikke planlagt.",
        "Ingen dage er planlagt endnu.",
    ):
        assert words in page, words


def test_only_administrators_reach_the_pages(
    network: Network, mette: User, stranger: User, finn: User, as_user
) -> None:
    programme = list_address(network.partnership.programme)
    addresses = (
        "/administration/netvaerk/",
        programme,
        f"/administration/netvaerk/{network.pk}/",
        plan_address(network),
    )
    for person, expected in ((mette, [403] * 4), (stranger, [403, 403, 404, 404]), (finn, [403, 403, 404, 404])):
        assert [as_user(person).get(address).status_code for address in addresses] == expected, person
        assert as_user(person).post(plan_address(network), four()).status_code == expected[-1]
    assert [Client().get(address).status_code for address in addresses] == [302] * 4
    assert NetworkDay.objects.count() == 0


def test_four_days_are_planned_at_once(staff: Client, network: Network, signe: User) -> None:
    virtual = {"dag4-where": "virtual", "dag4-link": "moede.example/4"}
    assert staff.post(plan_address(network), four(**virtual)).url == f"/administration/netvaerk/{network.pk}/"
    found = [(day.number, str(day.state), network_days.when(day), day.place, day.link) for day in network.days.all()]
    assert found == [
        (1, "tentative", "3. marts 2027 kl. 9.30–15.30", "Huset", ""),
        (2, "tentative", "12. maj 2027 kl. 9.30–15.30", "Huset", ""),
        (3, "tentative", "8. september 2027 kl. 9.30–15.30", "Huset", ""),
        (4, "tentative", "10. november 2027 kl. 9.30–15.30", "Virtuelt", "https://moede.example/4"),
    ]
    assert {day.updated_by for day in network.days.all()} == {signe}
    assert staff.get(plan_address(network)).url == f"/administration/netvaerk/{network.pk}/"


def test_the_form_is_filled_in_from_the_timeline(staff: Client, network: Network) -> None:
    programme = network.partnership.programme
    for number, (area, day) in enumerate((("school", "2027-02-17"), ("daycare", "2027-02-18"), ("", "2027-05-12"))):
        TimelineEntry.objects.create(
            programme=programme,
            area=area,
            title=f"Møde {number}",
            start_date=day,
            place="Odense",
            is_virtual=number == 2,
        )
    response = staff.get(plan_address(network))
    forms = response.context["forms"]
    assert [(form["title"].value(), str(form["date"].value())) for form in forms.values()] == [
        ("Møde 0", "2027-02-17"),
        ("Møde 2", "2027-05-12"),
        ("Netværksdag 3", "None"),
        ("Netværksdag 4", "None"),
    ]
    assert "Det er uge 7, hvor de fleste kommuner har vinterferie." in text(response)
    assert [form["where"].value() for form in forms.values()] == ["physical", "virtual", "physical", "physical"]


def test_warnings_must_be_read_and_accepted_day_by_day(staff: Client, network: Network) -> None:
    data = four(**{"dag1-date": "2027-05-06"})
    response = staff.post(plan_address(network), data)
    page = text(response)
    assert (response.status_code, network.days.count()) == (422, 0)
    assert "Det er Kristi himmelfartsdag, som er en helligdag." in page
    assert "sæt hak ved “Planlæg alligevel”" in page
    assert 'value="2027-05-06"' in page
    mark = response.context["forms"][1].mark

    moved = staff.post(plan_address(network), data | {"dag1-anyway": mark, "dag1-date": "2027-05-07"})
    assert (moved.status_code, network.days.count()) == (422, 0)  # consent to one warning is no consent to another
    assert staff.post(plan_address(network), data | {"dag1-anyway": mark}).status_code == 302
    assert network.days.count() == 4


def test_warnings_while_typing(staff: Client, network: Network, stevns: Municipality) -> None:
    BlockedDay.objects.create(
        municipality=stevns, start_date=date(2027, 3, 1), end_date=date(2027, 3, 5), reason="Lejrskole"
    )
    data = typed(1, "2027-03-03", starts="", title="") | typed(2, "2027-03-03") | {"kontrol": "1"}
    page = text(staff.post(plan_address(network), data))
    assert page.count("Stevns har spærret dagen: Lejrskole.") == 2
    assert "Netværksdag 2 ligger på samme dato." in page
    assert 'hx-swap-oob="innerHTML:#advarsler-dag1"' in page
    assert "<html" not in page
    assert NetworkDay.objects.count() == 0


def test_clashes_with_other_networks(staff: Client, network: Network, other: Network, signe: User) -> None:
    planning.planned(other, signe, day=date(2027, 3, 3), room="Sal 1")
    data = typed(1, "2027-03-03", room="sal 1") | {"kontrol": "1"}
    assert "Huset, sal 1 bruges på samme tid til Netværk dagtilbud, Netværksdag 1." in text(
        staff.post(plan_address(network), data)
    )
    assert "samme tid" not in text(staff.post(plan_address(network), data | {"dag1-room": "Sal 2"}))
    assert "samme tid" not in text(
        staff.post(plan_address(network), data | {"dag1-starts": "15:30", "dag1-ends": "17"})
    )


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Skriv, hvad dagen hedder"),
        ("title", "x" * 121, "Skriv højst 120 tegn"),
        ("date", "31-02-2027", "Skriv en dato, der findes, som 15.01.2027"),
        ("date", "0001-01-01", "Skriv et år mellem 2000 og 2100"),
        ("starts", "", "Skriv, hvornår dagen begynder"),
        ("starts", "25:00", "Skriv et klokkeslæt som 9.30"),
        ("ends", "9:00", "Dagen skal slutte, efter at den begynder"),
        ("where", "x", "Vælg fysisk eller virtuelt"),
        ("link", "javascript:alert(1)", "Skriv et helt link"),
    ],
)
def test_bad_input_is_said_at_the_field_and_kept(
    staff: Client, network: Network, field: str, value: str, words: str
) -> None:
    response = staff.post(plan_address(network), four(**{f"dag1-{field}": value}))
    assert response.status_code == 422
    assert words in " ".join(response.context["forms"][1].errors[field])
    assert words in text(response)
    assert response.context["forms"][2]["date"].value() == DATES[1]
    assert network.days.count() == 0


def test_days_without_a_date_wait(staff: Client, network: Network) -> None:
    assert "Skriv datoen for mindst én af dagene." in text(staff.post(plan_address(network), {}))
    assert staff.post(plan_address(network), four(**{"dag2-date": "", "dag3-date": ""})).status_code == 302
    assert [day.number for day in network.days.all()] == [1, 4]
    assert "Dag 1" not in text(staff.get(plan_address(network)))


def test_days_a_colleague_planned_meanwhile_stand(staff: Client, network: Network, signe: User) -> None:
    planning.planned(network, signe, 1, date(2027, 3, 10))
    assert staff.post(plan_address(network), four()).status_code == 302
    assert [network_days.when(day)[:13] for day in network.days.all()[:2]] == ["10. marts 202", "12. maj 2027 "]


def test_a_cancelled_day_makes_room_for_a_new_one(staff: Client, network: Network, signe: User) -> None:
    staff.post(plan_address(network), four())
    day = network.days.get(number=2)
    network_days.cancel(day=day, revision=day.revision, reason="Syg", by=signe, at=world.NOW)
    response = staff.get(plan_address(network))
    assert list(response.context["forms"]) == [5]
    assert response.context["forms"][5]["title"].value() == "Netværksdag 2"


def vote(network: Network, day: NetworkDay, by: User, **weights: int) -> None:
    meeting = SteeringMeeting.objects.create(
        day=day, starts_at=world.NOW + timedelta(days=60), ends_at=world.NOW + timedelta(days=60, hours=1)
    )
    answer = SteeringAnswer.objects.create(
        meeting=meeting, participation=network.members.get().participation, at=world.NOW, by=by
    )
    for theme, weight in weights.items():
        SteeringVote.objects.create(answer=answer, theme=int(theme[1:]), weight=weight)


def test_the_matrix_shows_gaps(staff: Client, network: Network, signe: User, mette: User) -> None:
    day = planning.planned(network, signe)
    items = [
        network_days.Item(time(9, 30), time(10), "expert", "Greb to", levers=[2]),
        network_days.Item(time(10), time(11), "leadership", "Ledelse"),
    ]
    network_days.set_items(day=day, items=items, revision=None, by=signe, at=world.NOW)
    vote(network, day, mette, t5=3, t2=3, t3=1)
    response = staff.get(f"/administration/netvaerk/{network.pk}/")
    page = text(response)
    assert "Greb 5 er prioriteret højt, men ikke på programmet." in page
    assert "Greb 2 er prioriteret" not in page
    themes = [(row.name, row.items, row.weight) for row in response.context["themes"] if row.total or row.weight]
    assert themes == [("Greb 2", (1,), 3), ("Greb 3", (0,), 1), ("Greb 5", (0,), 3), ("Ledelse", (1,), 0)]


@pytest.mark.parametrize("municipalities", [1, 40])
def test_a_large_network_takes_no_more_queries(
    staff: Client,
    network: Network,
    signe: User,
    mette: User,
    django_assert_num_queries,
    municipalities: int,
) -> None:
    for number in range(municipalities - 1):
        row = member(network, f"9{number:03}", f"By{number}", mette)
        BlockedDay.objects.create(
            municipality=row, start_date=date(2027, 3, 1), end_date=date(2027, 3, 5), reason="Lejrskole"
        )
    for number, day in enumerate(DATES, start=1):
        row = planning.planned(network, signe, number, date.fromisoformat(day))
        item = network_days.Item(time(9, 30), time(10), "expert", "Oplæg", "Ida Lund", [1])
        network_days.set_items(day=row, items=[item], revision=None, by=signe, at=world.NOW)
    staff.get("/administration/netvaerk/")
    with django_assert_num_queries(14):
        page = text(staff.get(f"/administration/netvaerk/{network.pk}/"))
    assert f"{municipalities} kommune" in page
    assert page.count("har spærret dagen: Lejrskole") == municipalities - 1
    address = list_address(network.partnership.programme)
    with django_assert_num_queries(12):
        staff.get(address)


@pytest.mark.parametrize("municipalities", [1, 40])
def test_warnings_take_no_more_queries_in_a_large_network(
    staff: Client, network: Network, mette: User, django_assert_num_queries, municipalities: int
) -> None:
    for number in range(municipalities - 1):
        row = member(network, f"9{number:03}", f"By{number}", mette)
        BlockedDay.objects.create(
            municipality=row, start_date=date(2027, 3, 1), end_date=date(2027, 3, 5), reason="Lejrskole"
        )
    with django_assert_num_queries(8):
        page = text(staff.post(plan_address(network), four(kontrol="1")))
    assert page.count("har spærret dagen: Lejrskole") == municipalities - 1
