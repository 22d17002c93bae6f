"""The overview: figures, work waiting, regions, areas and the map say the same."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from post_office.models import STATUS, Email

from accounts.models import User
from documents import mail, maillog
from partnerships import enrolments, network_days, queries, waiting
from partnerships.models import Enrolment, Invitation, Municipality, Programme
from tests.factories import days, world
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(programme: Programme, stevns: Municipality, faxe: Municipality, signe: User) -> Programme:
    """Stevns bound, Faxe a draft, Skive cancelled, Aabenraa invited and silent."""
    skive, aabenraa = world.municipality("0779", "Skive"), world.municipality("0580", "Aabenraa")
    for row in (stevns, faxe, skive, aabenraa):
        Invitation.objects.create(programme=programme, municipality=row, invited_at=NOW)
    world.binding(stevns, programme, signe)
    world.draft(faxe, programme, signe)
    enrolments.cancel(enrolment=world.binding(skive, programme, signe), by=signe, at=NOW, reason="Byrådet sagde nej.")
    return programme


def test_counts_places_and_areas(answered: Programme) -> None:
    found = queries.overview(answered, today=NOW.date(), at=NOW)
    assert [(place.name, place.status) for place in found.places] == [
        ("Faxe", "draft"),
        ("Skive", "declined"),
        ("Stevns", "binding"),
        ("Aabenraa", "none"),
    ]
    assert dict(found.counts) == {"draft": 1, "declined": 1, "binding": 1, "none": 1}
    assert (found.net, found.seats, found.named, found.missing_names) == (110_000, 10, 0, 1)
    assert [(row.area, row.municipalities, row.seats) for row in found.areas] == [("school", 1, 5), ("daycare", 1, 5)]
    assert [(row.name, row.invited, row.binding, row.draft) for row in found.regions] == [("Sjælland", 4, 1, 1)]
    assert len(queries.map_areas(found.places)) == 4


def test_the_map_leads_where_the_reader_may_go(answered: Programme, faxe: Municipality, finn: User, as_user) -> None:
    draft = Enrolment.objects.get(municipality=faxe)
    for opens_drafts, url in (
        (True, reverse("staff_enrolment", args=[draft.pk])),
        (False, reverse("staff_municipality", args=[faxe.code])),
    ):
        found = queries.places(answered, today=NOW.date(), opens_drafts=opens_drafts)
        assert found[0].url == url
    client = as_user(finn)
    found = queries.places(answered, today=NOW.date(), opens_drafts=False)
    assert [client.get(place.url).status_code for place in found] == [200, 200, 200, 200]


def test_what_waits_leads_to_the_rows_that_wait(answered: Programme, signe: User, mette: User, as_user) -> None:
    client, table = as_user(signe), f"/administration/programmer/{answered.slug}/tilmeldinger/"
    mail.queue(to=["x@stevns.example"], subject="x", template="emails/receipt_ready", context={}, kind="receipt")
    mail.queue(to=["y@stevns.example"], subject="y", template="emails/receipt_ready", context={}, kind="receipt")
    Email.objects.filter(subject__in=("x", "y")).update(status=STATUS.failed)
    maillog.resend(email=Email.objects.get(subject="x"), by=signe, at=NOW)

    def work(day: date) -> dict[str, tuple[str, str]]:
        items = waiting.waiting(answered, today=day)
        return {item["title"]: (item["url"], item["relative"]) for item in items}

    last = date(2027, 1, 15)
    assert work(last - timedelta(days=7)) == {
        "1 mail kom ikke frem": ("/administration/mails/?tilstand=fejlet", ""),
        "1 kladde er ikke bundet endnu": (f"{table}?status=draft", "frist om 7 dage"),
        "3 inviterede kommuner har ingen koordinator": ("/administration/kommuner/?mangler=koordinator", ""),
        "1 kommune mangler navne": (f"{table}?mangler=deltagere", ""),
    }
    assert [
        title
        for day in (last - timedelta(days=8), last, last + timedelta(days=1))
        for title, (_, relative) in work(day).items()
        if relative
    ] == ["1 kladde er ikke bundet endnu"]
    for url, _ in work(last).values():
        assert client.get(url).status_code == 200
    assert len(client.get("/administration/kommuner/?mangler=koordinator").context["page"]) == 3


def test_network_days_that_lack_something_wait(answered: Programme, signe: User, as_user) -> None:
    day = days.day(signe, items=False)
    url = f"/administration/programmer/{answered.slug}/netvaerk/"

    def work(today: date) -> list[str]:
        found = [item for item in waiting.waiting(answered, today=today) if item["url"] == url]
        return [item["title"] for item in found]

    first = days.START.date()
    lacking = [
        "1 netværksdag er ikke bekræftet",
        "1 netværksdag har ikke noget program",
        "1 netværksdag mangler et styregruppemøde",
    ]
    assert work(first - timedelta(weeks=6)) == []
    assert work(first - timedelta(weeks=6) + timedelta(days=1)) == lacking
    assert work(first) == lacking
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=NOW)
    assert work(first) == lacking[1:]
    assert work(first + timedelta(days=1)) == ["1 netværksdag er slut, men ikke sat til afholdt"]
    network_days.hold(day=day, by=signe, at=days.START)
    assert work(first + timedelta(days=1)) == []
    assert as_user(signe).get(url).status_code == 200


def test_a_region_leads_to_its_enrolments(answered: Programme, signe: User, as_user) -> None:
    row = queries.overview(answered, today=NOW.date(), at=NOW).regions[0]
    page = as_user(signe).get("/administration/").content.decode()
    assert f'<a href="{row.url}">Sjælland</a>' in page
    rows = as_user(signe).get(row.url).context["rows"]
    assert [place.municipality for place in rows] == ["Faxe", "Skive", "Stevns"]


def test_the_latest_events_are_of_what_the_reader_may_see(answered: Programme) -> None:
    codes = [
        {row.event.scope for row in queries.overview(answered, today=NOW.date(), at=NOW, opens_drafts=opens).events}
        for opens in (True, False)
    ]
    assert codes == [{"0336", "0320", "0779"}, {"0336", "0779"}]


def test_the_latest_events_name_the_municipality_and_not_the_programme(answered: Programme) -> None:
    found = queries.overview(answered, today=NOW.date(), at=NOW)
    assert [(row.place, row.text) for row in found.events] == [
        ("Skive", "annullerede tilmeldingen: Byrådet sagde nej."),
        ("Skive", "tilmeldte Skive Kommune bindende for 110.000 kr."),
        ("Skive", "begyndte en kladde"),
        ("Faxe", "begyndte en kladde"),
        ("Stevns", "tilmeldte Stevns Kommune bindende for 110.000 kr."),
        ("Stevns", "begyndte en kladde"),
    ]


def test_the_programme_that_closes_first_is_the_current_one(
    programme: Programme, signe: User, finn: User, stevns: Municipality, as_user
) -> None:
    later = world.programme("boernefaellesskaber-2028")
    Programme.objects.filter(pk=later.pk).update(
        year=2028, title="Næste års", deadline_at=programme.deadline_at + timedelta(days=365)
    )
    assert [queries.current_programme(person) for person in (signe, finn)] == [programme, programme]
    Invitation.objects.create(programme=later, municipality=stevns, invited_at=NOW)
    later.refresh_from_db()
    enrolment = world.binding(stevns, later, signe)
    Enrolment.objects.filter(pk=enrolment.pk).update(ean_number="")

    page = as_user(signe).get("/administration/")

    assert page.context["programme"] == programme
    text = BeautifulSoup(page.content, "html.parser")
    switch = text.select("nav[aria-label='Åbne programmer'] a")
    assert [(link["href"], link.get("aria-current")) for link in switch] == [
        (f"/administration/programmer/{programme.slug}/overblik/", "page"),
        (f"/administration/programmer/{later.slug}/overblik/", None),
    ]
    found = waiting.elsewhere([programme, later], today=NOW.date())
    assert [(item["title"], item["url"]) for item in found] == [("3 opgaver i Næste års", switch[1]["href"])]
    assert page.context["elsewhere"] == found
    assert "Åbne programmer" in as_user(finn).get("/administration/").content.decode()
    Programme.objects.filter(pk=later.pk).update(state="closed")
    assert "Åbne programmer" not in as_user(signe).get("/administration/").content.decode()


def test_the_table_of_answers_opens_by_a_link(answered: Programme, signe: User, as_user) -> None:
    client, opened = as_user(signe), []
    for url in ("/administration/", "/administration/?tabel=1"):
        text = BeautifulSoup(client.get(url).content, "html.parser")
        assert text.find("a", string="Se som tabel")["href"] == "?tabel=1#svar"
        opened.append(text.select_one("details:has(#svar)").has_attr("open"))
    assert opened == [False, True]


def test_who_sees_the_page(answered: Programme, signe: User, finn: User, mette: User, as_user) -> None:
    assert Client().get("/administration/").status_code == 302
    assert as_user(mette).get("/administration/").status_code == 403
    for person, waits in ((signe, True), (finn, False)):
        page = as_user(person).get("/administration/").content.decode()
        assert ("Det venter på os" in page) == waits
        assert "Geodatastyrelsen og Danske Kommuner" in page


def test_between_two_years_finance_sees_the_last_one_and_no_draft(
    programme: Programme, signe: User, finn: User, as_user
) -> None:
    coming = Programme.objects.create(slug="udkast", title="Udkast 2028", year=2028, deadline_at=NOW)
    for state in ("finished", "running", "closed", "open"):
        Programme.objects.filter(pk=programme.pk).update(state=state)
        for person in (signe, finn):
            assert queries.current_programme(person) == programme
    assert [other.pk for other in as_user(signe).get("/administration/").context["programmes"]] == [coming.pk]
    assert list(as_user(finn).get("/administration/").context["programmes"]) == []
    Programme.objects.filter(pk=programme.pk).update(state="draft")
    assert (queries.current_programme(signe), queries.current_programme(finn)) == (coming, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    programme: Programme, signe: User, as_user, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        row = world.municipality(f"09{number:02}", f"Sted{number}")
        Invitation.objects.create(programme=programme, municipality=row, invited_at=NOW)
        world.binding(row, programme, signe)
    client = as_user(signe)
    with django_assert_num_queries(19):
        assert client.get("/administration/").status_code == 200
