"""The table of enrolments: who may see it, what it finds, in which order, and for how many queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import AuditEvent, User
from partnerships import enrolments, seats
from partnerships.enrolment_table import EnrolmentTable, Filters
from partnerships.models import Enrolment, Municipality, Programme, Region, Seat
from tests.factories import world
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def address(programme: Programme, query: str = "") -> str:
    return f"/administration/programmer/{programme.slug}/tilmeldinger/{query}"


def found(programme: Programme, by: User, **asked: str) -> list[str]:
    table = EnrolmentTable(programme, Enrolment.objects.visible_to(by), Filters.of(asked), today=TODAY)
    rows = [row.municipality for row in table.page(1)]
    assert table.figures().found == len(rows)
    return rows


@pytest.fixture
def three(programme: Programme, signe: User) -> list[Enrolment]:
    """Aabenraa and Ærø bound, Skive a draft; Aabenraa in both areas, the others in the schools'."""
    places = [
        world.municipality("0580", "Aabenraa", region_name="Region Syddanmark"),
        world.municipality("0779", "Skive", region_name="Region Midtjylland"),
        world.municipality("0492", "Ærø", region_name="Region Syddanmark"),
    ]
    return [
        world.binding(places[0], programme, signe),
        world.draft(places[1], programme, signe, school=5),
        world.binding(places[2], programme, signe, school=7),
    ]


def test_danish_order_puts_aabenraa_last(programme: Programme, three: list[Enrolment], signe: User) -> None:
    assert found(programme, signe) == ["Skive", "Ærø", "Aabenraa"]
    assert found(programme, signe, sort="-navn") == ["Aabenraa", "Ærø", "Skive"]
    assert found(programme, signe, sort="beloeb") == ["Skive", "Ærø", "Aabenraa"]
    assert found(programme, signe, sort="-tilmeldt")[-1] == "Skive"
    assert found(programme, signe, sort="'; drop table") == ["Skive", "Ærø", "Aabenraa"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "ærø"}, ["Ærø"]),
        ({"q": "mette"}, ["Skive", "Ærø", "Aabenraa"]),
        ({"q": world.GLN[:8]}, ["Skive", "Ærø", "Aabenraa"]),
        ({"q": "findes ikke"}, []),
        ({"status": "draft"}, ["Skive"]),
        ({"status": "binding"}, ["Ærø", "Aabenraa"]),
        ({"omraade": "daycare"}, ["Aabenraa"]),
        ({"region": "Syddanmark"}, ["Ærø", "Aabenraa"]),
        ({"region": "Atlantis"}, []),
        ({"mangler": "ean"}, []),
        ({"mangler": "deltagere"}, ["Ærø", "Aabenraa"]),
        ({"mangler": "noget"}, ["Ærø", "Aabenraa"]),
        ({"foranalyse": "1"}, []),
        ({"sen": "1"}, []),
        ({"status": "noget andet", "q": "\x00"}, ["Skive", "Ærø", "Aabenraa"]),
    ],
)
def test_filters(
    programme: Programme, three: list[Enrolment], signe: User, asked: dict[str, str], expected: list[str]
) -> None:
    assert found(programme, signe, **asked) == expected


def test_a_receipt_number_and_a_participant_are_found(
    programme: Programme, three: list[Enrolment], signe: User
) -> None:
    assert found(programme, signe, q=f"T{three[2].pk}-1") == ["Ærø"]
    seats.name_person(
        seat=Seat.objects.filter(participation__enrolment=three[0]).order_by("pk")[0],
        name="Lone Vind",
        title="Leder",
        email="lone.vind@aabenraa.example",
        is_relevant_manager=False,
        is_steering_representative=False,
        by=signe,
        at=NOW,
        day=TODAY,
    )
    assert found(programme, signe, q="lone.vind") == ["Aabenraa"]


def test_figures_count_all_rows_and_follow_changes(programme: Programme, three: list[Enrolment], signe: User) -> None:
    def figures() -> tuple[int, int, int, Decimal]:
        table = EnrolmentTable(programme, Enrolment.objects.visible_to(signe), Filters(), today=TODAY)
        now = table.figures()
        return now.everything, now.drafts, now.cancelled, now.net

    assert figures() == (3, 1, 0, Decimal(110_000) + Decimal(60_000) + 2 * Decimal(9_995))
    enrolments.cancel(enrolment=three[2], by=signe, at=NOW, reason="Kommunen trak sig.")
    assert figures() == (3, 1, 1, Decimal(110_000))


def test_regions_are_those_of_the_day(programme: Programme, stevns: Municipality, signe: User) -> None:
    east = Region.objects.create(name="Region Østdanmark")
    Region.objects.filter(pk=stevns.region_id).update(valid_to=date(2026, 12, 31), successor=east)
    world.binding(stevns, programme, signe)
    for day, name in ((date(2026, 12, 31), "Sjælland"), (date(2027, 1, 1), "Østdanmark")):
        visible = Enrolment.objects.visible_to(signe)
        table = EnrolmentTable(programme, visible, Filters(region=name), today=day)
        assert [row.region for row in table.page(1)] == [name]


def test_the_order_of_regions_is_that_of_the_names_shown(
    programme: Programme, three: list[Enrolment], signe: User
) -> None:
    east = Region.objects.create(name="Region Østdanmark")
    Region.objects.filter(name="Region Midtjylland").update(valid_to=date(2026, 12, 31), successor=east)
    for day, expected in (
        (date(2026, 12, 31), ["Midtjylland", "Syddanmark", "Syddanmark"]),
        (date(2027, 1, 1), ["Syddanmark", "Syddanmark", "Østdanmark"]),
    ):
        for sort, order in (("region", expected), ("-region", expected[::-1])):
            table = EnrolmentTable(programme, Enrolment.objects.visible_to(signe), Filters(sort=sort), today=day)
            assert [row.region for row in table.page(1)] == order


def test_finance_reads_what_is_bound_and_changes_nothing(
    programme: Programme, three: list[Enrolment], finn: User, as_user
) -> None:
    assert found(programme, finn) == ["Ærø", "Aabenraa"]
    page = as_user(finn).get(address(programme))
    assert page.status_code == 200
    assert "Tilmeld en kommune" not in page.content.decode()
    assert "Kladder" not in page.content.decode()


def test_only_staff(programme: Programme, three: list[Enrolment], mette: User, jonas: User, as_user) -> None:
    assert [as_user(person).get(address(programme)).status_code for person in (mette, jonas)] == [403, 403]
    assert Client().get(address(programme)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    programme: Programme, signe: User, as_user, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        world.binding(world.municipality(f"09{number:02}", f"Sted{number}"), programme, signe)
    client = as_user(signe)
    cache.clear()
    with django_assert_num_queries(10):
        client.get(address(programme))


def test_pages_of_fifty(programme: Programme, signe: User, as_user) -> None:
    for number in range(51):
        world.binding(world.municipality(f"09{number:02}", f"Sted{number:02}"), programme, signe)
    client = as_user(signe)
    first, second, beyond = (client.get(address(programme, f"?side={side}")) for side in ("1", "2", "999"))
    assert len(first.context["rows"]) == 50
    assert [row.municipality for row in second.context["rows"]] == ["Sted50"]
    assert beyond.context["page"].number == 2
    assert "51 bindende tilmeldinger i alt, uden moms" in first.content.decode()
    assert "5.610.000 kr." in first.content.decode()


def test_empty_states(programme: Programme, signe: User, as_user) -> None:
    client = as_user(signe)
    assert "Ingen har tilmeldt sig endnu" in client.get(address(programme)).content.decode()
    assert "Ingen tilmeldinger passer" in client.get(address(programme, "?q=xyz")).content.decode()


def test_the_plain_address_goes_to_the_current_programme(programme: Programme, signe: User, as_user) -> None:
    assert as_user(signe).get("/administration/tilmeldinger/").url == address(programme)


def test_other_programmes_are_one_click_away(programme: Programme, signe: User, finn: User, as_user) -> None:
    world.programme("boernefaellesskaber-2028", state=Programme.State.DRAFT)
    links = {
        person.name: [row.slug for row in as_user(person).get(address(programme)).context["programmes"]]
        for person in (signe, finn)
    }
    assert links == {"Signe Dam": ["boernefaellesskaber-2028"], "Finn Borg": []}


def test_export_answers_at_once_and_is_logged(
    programme: Programme, three: list[Enrolment], signe: User, finn: User, mette: User, as_user
) -> None:
    url = address(programme, "udtraek/csv/?status=binding")
    answer = as_user(finn).post(url)
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(";")[1] for line in lines] == ["Kommune", "Ærø", "Aabenraa"]
    assert AuditEvent.objects.filter(action="enrolments.exported", actor=finn).count() == 1
    assert as_user(mette).post(url).status_code == 403
    assert as_user(signe).get(url).status_code == 405
    assert as_user(signe).post(address(programme, "udtraek/pdf/")).status_code == 404


def test_long_exports_go_to_a_worker(
    programme: Programme, three: list[Enrolment], signe: User, finn: User, as_user, monkeypatch
) -> None:
    from documents import jobs
    from documents.models import Document
    from partnerships import exports

    monkeypatch.setattr(exports, "AT_ONCE", 2)
    answer = as_user(signe).post(address(programme, "udtraek/xlsx/"))
    document = Document.objects.get(kind="enrolment_export")
    assert answer.url == f"/dokumenter/{document.pk}/"
    claimed = jobs.claim(document.pk, at=NOW)
    assert claimed is not None
    assert jobs.run(claimed)
    document.refresh_from_db()
    assert document.is_ready
    assert document.filename.endswith(".xlsx")
    assert [as_user(person).get(answer.url).status_code for person in (signe, finn)] == [200, 404]
