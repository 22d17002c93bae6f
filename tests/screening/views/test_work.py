"""The consultants' pages: list, overview, plan, sending the plan, checklist; and a programme's screenings for staff."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import User
from partnerships.models import Enrolment, Municipality, Programme
from screening.models import AnalysisModel, Assessment, Comment, Headline, Screening
from tests.factories import screenings, world


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still at NOW."""
    monkeypatch.setattr(timezone, "now", lambda: world.NOW)


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def plan_values(jonas: User, helle: User | None = None, **changed: Any) -> dict[str, Any]:
    model = AnalysisModel.objects.current("school")
    return {
        "consultants": [jonas.pk],
        "reviewer": helle.pk if helle else "",
        "starts_on": "2027-01-11",
        "documents_due": "2027-01-25",
        "workshop_on": "2027-02-11",
        "report_due": "2027-03-01",
        "analysis_model": model.pk if model else "",
        "revision": 1,
    } | changed


# --- lists ----------------------------------------------------------------------------------------------------------


def test_a_consultant_sees_the_own_and_those_to_review(
    as_user, binding: Enrolment, jonas: User, helle: User, signe: User
) -> None:
    school = screenings.planned(binding, jonas)
    daycare = screenings.planned(binding, helle, reviewer=jonas, area="daycare")
    listed = as_user(jonas).get(reverse("screenings")).context["rows"]
    assert {row.screening for row in listed} == {school, daycare}
    Screening.objects.filter(pk=daycare.pk).update(reviewer=None)
    client = as_user(jonas)
    assert [row.screening for row in client.get(reverse("screenings")).context["rows"]] == [school]
    assert client.get(reverse("screening", args=[daycare.pk])).status_code == 404
    assert len(as_user(signe).get(reverse("screenings")).context["rows"]) == 2


def test_a_row_says_what_comes_next_and_what_is_late(as_user, binding: Enrolment, jonas: User) -> None:
    row = screenings.planned(binding, jonas, state="collecting")
    row.requests.create(position=1, title="Politik")
    row.requests.create(position=2, title="Budget", not_available="Nej")
    Screening.objects.update(documents_due="2026-11-20", report_due="2026-11-27")
    text = text_of(as_user(jonas).get(reverse("screenings")))
    assert "Kommunen mangler 1 af 2 dokumenter 4 dage over tid 1 dokument mangler 27. november 2026 1 af 2" in text


def test_a_consultant_without_tasks_is_told(as_user, jonas: User) -> None:
    assert "Du har ingen opgaver" in text_of(as_user(jonas).get(reverse("screenings")))


def test_delivered_ones_are_in_a_list_of_their_own(as_user, binding: Enrolment, jonas: User) -> None:
    done = screenings.delivered(binding, jonas)
    client = as_user(jonas)
    assert client.get(reverse("screenings")).context["rows"] == []
    page = client.get(reverse("screenings"), {"vis": "leveret"})
    assert [row.screening for row in page.context["rows"]] == [done]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_a_constant_number_of_times(
    count: int,
    as_user,
    programme: Programme,
    jonas: User,
    signe: User,
    stevns: Municipality,
    mette: User,
    django_assert_num_queries: Any,
) -> None:
    municipalities = [stevns, world.municipality("0320", "Faxe"), world.municipality("0370", "Næstved")]
    for row in municipalities[:count]:
        screenings.planned(world.binding(row, programme, mette), jonas)
    for person, address, queries in (
        (jonas, reverse("screenings"), 8),
        (signe, reverse("screenings"), 7),
        (signe, reverse("staff_screenings", args=[programme.slug]), 7),
    ):
        client = as_user(person)
        with django_assert_num_queries(queries):
            assert len(client.get(address).context["rows"]) == count


def test_a_programme_s_screenings_for_staff(
    as_user, binding: Enrolment, programme: Programme, jonas: User, signe: User
) -> None:
    ordered = screenings.ordered(binding, area="daycare")
    late = screenings.planned(binding, jonas, state="assessing")
    Screening.objects.filter(pk=late.pk).update(report_due="2026-11-01")
    page = as_user(signe).get(reverse("staff_screenings", args=[programme.slug]))
    assert [row.screening for row in page.context["rows"]] == [ordered, late]
    figures = page.context["figures"]
    assert (figures.ordered, figures.under_way, figures.delivered, figures.late) == (1, 1, 0, 1)
    assert "Rapporten er ikke leveret" in text_of(page)


# --- one ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("planned", "Send planen til kommunen"),
        ("collecting", "1 dokument mangler fra kommunen"),
        ("assessing", "Find en kollegalæser"),
    ],
)
def test_the_overview_says_what_comes_next(as_user, binding: Enrolment, jonas: User, state: str, words: str) -> None:
    row = screenings.planned(binding, jonas, state=state)
    row.requests.create(position=1, title="Politik")
    assert words in text_of(as_user(jonas).get(row.get_absolute_url()))


def test_what_comes_next_follows_the_screening_to_its_end(
    as_user, assessed: Screening, jonas: User, helle: User, mette: User
) -> None:
    Screening.objects.update(reviewer=helle, plan_sent_at=world.NOW)
    author, page, review = as_user(jonas), assessed.get_absolute_url(), f"{assessed.get_absolute_url()}kollegalaesning/"

    def next_of(client: Any) -> list[tuple[str, bool]]:
        return [(item["title"], bool(item["url"])) for item in client.get(page).context["state"].todo]

    assert next_of(author) == [("Send til kollegalæsning", True)]
    Headline.objects.all().delete()
    assert next_of(author) == [("Skriv den samlede vurdering", True)]
    Assessment.objects.filter(lever__number=3).update(level=None)
    assert next_of(author) == [("Vurdér de syv greb", True)]
    assert f'href="{page}greb/3/"' in author.get(page).content.decode()
    Comment.objects.create(screening=assessed, side="review", text="Hvorfor?", at=world.NOW, by=helle)
    assert next_of(author) == [("Svar på 1 kommentar fra kollegaen", True)]
    assert next_of(as_user(helle)) == [("Svar på 1 kommentar fra kollegaen", False)]
    Screening.objects.update(state="in_review")
    assert next_of(as_user(helle)) == [("Læs som kollega", True)]
    assert next_of(author) == [("Helle Lind læser som kollega", True)]
    Screening.objects.update(approved_at=world.NOW)
    assert next_of(author) == [("Levér rapporten", True)]
    assert next_of(as_user(helle)) == [("Levér rapporten", False)]
    Screening.objects.update(state="delivered", delivered_at=world.NOW)
    assert next_of(author) == [("Kommunen læser rapporten", False)]
    assert "Rapporten blev leveret tirsdag 24. november 2026." in text_of(author.get(page))
    Comment.objects.create(screening=assessed, side="municipality", text="Nej", at=world.NOW, by=mette)
    assert next_of(author) == [("Svar på 1 kommentar fra kommunen", True)]
    Screening.objects.update(state="accepted", accepted_at=world.NOW, accepted_by=mette)
    assert next_of(author) == []
    assert review in author.get(page).content.decode()


def test_the_overview_of_an_order_leads_to_its_plan(as_user, binding: Enrolment, signe: User) -> None:
    row = screenings.ordered(binding)
    page = as_user(signe).get(row.get_absolute_url())
    text = text_of(page)
    assert "Bestilt 24. november 2026. Ingen har lagt en plan endnu." in text
    assert "Bestilt 24. november 2026. Kommunen hører fra os, når planen er sendt." in text
    assert reverse("screening_plan", args=[row.pk]) in page.content.decode()


def test_the_overview_asks_a_constant_number_of_times(
    as_user, assessed: Screening, jonas: User, django_assert_num_queries: Any
) -> None:
    client = as_user(jonas)
    for more in (1, 30):
        for number in range(more):
            assessed.requests.create(position=number, title=f"Ønske {more}-{number}")
        with django_assert_num_queries(17):
            page = client.get(assessed.get_absolute_url())
        assert page.status_code == 200


# --- plan -----------------------------------------------------------------------------------------------------------


def test_a_plan_is_laid(as_user, binding: Enrolment, jonas: User, helle: User, signe: User) -> None:
    screenings.model()
    row = screenings.ordered(binding)
    address = reverse("screening_plan", args=[row.pk])
    client = as_user(signe)
    assert client.get(address).status_code == 200
    page = client.post(address, plan_values(jonas, helle), follow=True)
    assert "Planen er gemt." in text_of(page)
    row.refresh_from_db()
    assert (row.state, row.reviewer) == ("planned", helle)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"consultants": []}, "consultants", "Vælg mindst én konsulent"),
        ({"documents_due": "2027-01-10"}, "documents_due", "Dokumenterne kan ikke ligge, før screeningen begynder."),
        ({"workshop_on": "2027-02-13"}, "workshop_on", "Workshoppen ligger på en lørdag."),
        ({"report_due": "2027-02-10"}, "report_due", "Rapporten kan ikke ligge, før workshoppen er holdt."),
        ({"report_due": "2028-02-01"}, "report_due", "Rapporten ligger mere end et år efter begyndelsen."),
        ({"starts_on": "0027-01-11"}, "starts_on", "Skriv et år mellem 2020 og 2100."),
        ({"reviewer": "jonas"}, "reviewer", "Kollegalæseren skal være en anden end dem, der laver screeningen."),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    as_user, binding: Enrolment, jonas: User, signe: User, changed: dict[str, str], field: str, words: str
) -> None:
    screenings.model()
    row = screenings.ordered(binding)
    if "reviewer" in changed:
        changed = {"reviewer": str(jonas.pk)}
    page = as_user(signe).post(reverse("screening_plan", args=[row.pk]), plan_values(jonas, **changed))
    assert (page.status_code, page.context["form"].errors) == (422, {field: [words]})
    row.refresh_from_db()
    assert row.state == "ordered"


def test_a_stale_plan_shows_what_stands_and_keeps_what_was_typed(
    as_user, binding: Enrolment, jonas: User, signe: User
) -> None:
    screenings.model()
    row = screenings.ordered(binding)
    address, client = reverse("screening_plan", args=[row.pk]), as_user(signe)
    client.post(address, plan_values(jonas))
    page = client.post(address, plan_values(jonas, report_due="2027-03-08"))
    assert page.status_code == 422
    text = text_of(page)
    assert "Signe Dam ændrede screeningen 24. november 2026 kl. 10.00, mens du skrev" in text
    assert "Planen, som den står nu" in text
    assert 'value="2027-03-08"' in page.content.decode()
    assert client.post(address, plan_values(jonas, report_due="2027-03-08", revision="2")).status_code == 302


def test_the_plan_is_sent_once(as_user, planned: Screening, jonas: User, mette: User) -> None:
    address, client = reverse("screening_send_plan", args=[planned.pk]), as_user(jonas)
    values = {"revision": planned.revision}
    texts = [text_of(client.post(address, values, follow=True)) for _ in range(2)]
    assert "Planen er sendt til Stevns Kommune." in texts[0]
    assert "ændrede screeningen" in texts[1]
    assert Email.objects.filter(subject="Plan for jeres foranalyse af skoleområdet").count() == 1


# --- checklist ------------------------------------------------------------------------------------------------------


def rows(*items: tuple[Any, str, str], **more: str) -> dict[str, str]:
    data = {"punkt-TOTAL_FORMS": str(len(items)), "punkt-INITIAL_FORMS": "0"}
    for number, (pk, title, order) in enumerate(items):
        data |= {f"punkt-{number}-pk": str(pk), f"punkt-{number}-title": title, f"punkt-{number}-why": ""}
        data[f"punkt-{number}-ORDER"] = order
    return data | more


def test_the_checklist_is_put_in_order(as_user, planned: Screening, jonas: User) -> None:
    kept = planned.requests.create(position=1, title="Politik")
    address, client = reverse("screening_checklist", args=[planned.pk]), as_user(jonas)
    seen = client.get(address).context["seen"]
    page = client.post(address, rows((kept.pk, "Politik", "2"), ("", "Budget", "1"), seen=seen))
    assert page.status_code == 302
    assert [(row.title, row.pk == kept.pk) for row in planned.requests.all()] == [("Budget", False), ("Politik", True)]


def test_a_row_more_saves_nothing(as_user, planned: Screening, jonas: User) -> None:
    address = reverse("screening_checklist", args=[planned.pk])
    page = as_user(jonas).post(address, rows(("", "Budget", "1"), **{"add-row": "1"}))
    assert (page.context["rows"].total_form_count(), planned.requests.count()) == (2, 0)
    marked = BeautifulSoup(page.content, "html.parser").select("#raekker [data-next]")  # the keyboard goes on there
    assert [one.legend.get_text() for one in marked] == ["Punkt 2"]
    fewer = as_user(jonas).post(address, rows(("", "A", "1"), ("", "B", "2"), **{"remove-row": "0"}))
    left = BeautifulSoup(fewer.content, "html.parser").select("#raekker [data-next]")
    assert [one.get_text() for one in left] == ["Tilføj et punkt"]


def test_a_checklist_with_a_cpr_number_is_refused(as_user, planned: Screening, jonas: User) -> None:
    address, client = reverse("screening_checklist", args=[planned.pk]), as_user(jonas)
    page = client.post(address, rows(("", "Elev 010190-1234", "1"), seen=client.get(address).context["seen"]))
    assert page.status_code == 422
    assert "0101••-••••" in text_of(page)
    assert planned.requests.count() == 0


def test_an_answered_item_is_not_dropped(as_user, planned: Screening, jonas: User) -> None:
    row = planned.requests.create(position=1, title="Politik")
    planned.sources.create(
        kind="document",
        number=1,
        title="P",
        request=row,
        is_from_municipality=True,
        url="https://a.example/",
        added_at=world.NOW,
        added_by=jonas,
    )
    address, client = reverse("screening_checklist", args=[planned.pk]), as_user(jonas)
    page = client.post(address, rows(("", "Budget", "1"), seen=client.get(address).context["seen"]))
    assert page.status_code == 422
    assert "Kommunen har svaret på “Politik”, så punktet bliver på listen." in text_of(page)
