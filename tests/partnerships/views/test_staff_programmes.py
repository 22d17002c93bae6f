"""Staff write a programme, open it, move its deadline and run it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from accounts.danish import weekday_date_time
from accounts.models import User
from partnerships import price_lists
from partnerships.models import Enrolment, Municipality, Programme
from tests.factories import world

pytestmark = pytest.mark.django_db
ROOT = "/administration/programmer/"
SECTIONS = ("tekster", "succeskriterier", "omraader", "priser", "vilkaar", "tidsplan", "kontakter", "frist")


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


@pytest.fixture
def new(staff: Client) -> Programme:
    """A draft made in the portal, with a deadline a month ahead."""
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"title": "Fælles om børn", "year": "2027", "deadline_at_0": day, "deadline_at_1": "12:00"}
    assert staff.post(f"{ROOT}nyt/", form).url == f"{ROOT}faelles-om-boern-2027/"
    return Programme.objects.get(slug="faelles-om-boern-2027")


def edit(programme: Programme, section: str) -> str:
    return f"{ROOT}{programme.slug}/rediger/{section}/"


def row_count(prefix: str, count: int) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": str(count), f"{prefix}-INITIAL_FORMS": "0"}


TEXTS = {
    "title": "Fælles om børn",
    "year": "2027",
    "lead": "Kom med.",
    "purpose": "At blive bedre.",
    "content": "Fire dage.",
    "commitments": "I møder op",
}
AREAS = {
    "school": "on",
    "school_description": "For skoler",
    "daycare": "on",
    "daycare_description": "For dagtilbud",
}
PRICES = {
    "participation:school": "60.000",
    "participation:daycare": "60000,00",
    "screening:school": "",
    "screening:daycare": "",
    "included_participants": "5",
    "min_participants": "1",
    "extra_participant": "9.995",
    "vat_treatment": "excluded",
    **row_count("samlet", 1),
    "samlet-0-keys": ["participation:school", "participation:daycare"],
    "samlet-0-price": "110.000 kr.",
}
CONTACT = {
    **row_count("kontakter", 1),
    "kontakter-0-area": "",
    "kontakter-0-name": "Praktisk",
    "kontakter-0-title": "KL",
    "kontakter-0-email": "praktisk@kl.example",
}
DATES = {
    **row_count("datoer", 2),
    "datoer-0-title": "Netværksdag 1",
    "datoer-0-area": "school",
    "datoer-0-start_date": "2027-03-03",
    "datoer-0-is_network_day": "on",
    "datoer-1-title": "",
    "datoer-1-is_network_day": "on",
}
CRITERIA = {
    **row_count("kriterier", 2),
    "kriterier-0-text": "Bagefter",
    "kriterier-0-ORDER": "2",
    "kriterier-1-text": "Først",
    "kriterier-1-ORDER": "1",
}


def test_from_nothing_to_open(staff: Client, new: Programme, stevns: Municipality, mette: User) -> None:
    filled = {
        "tekster": TEXTS,
        "succeskriterier": CRITERIA,
        "omraader": AREAS,
        "priser": PRICES,
        "vilkaar": {"text": "Bindende."},
        "tidsplan": DATES,
        "kontakter": CONTACT,
    }
    todo = staff.get(f"{ROOT}{new.slug}/").content.decode()
    assert todo.count('class="todo__what"') == 6
    Programme.objects.filter(pk=new.pk).update(deadline_at=timezone.now())
    late = staff.get(f"{ROOT}{new.slug}/").context["todo"]
    assert [(item["title"], item["button"]) for item in late][-2:] == [
        ("Kontaktperson mangler", "Skriv"),
        ("Tilmeldingsfristen er gået", "Ret"),
    ]
    Programme.objects.filter(pk=new.pk).update(deadline_at=new.deadline_at)
    for section, data in filled.items():
        response = staff.post(edit(new, section), data)
        assert (section, response.status_code) == (section, 302)

    page = staff.get(f"{ROOT}{new.slug}/").content.decode()
    assert "Programmet er klar til at åbne" in page
    preview = staff.get(f"{ROOT}{new.slug}/forhaandsvisning/").content.decode()
    assert [word in preview for word in ("Forhåndsvisning", "110.000 kr.", "onsdag 3. marts")] == [True] * 3
    ask = staff.get(f"{ROOT}{new.slug}/aabn/").content.decode()
    assert "1 mail bliver sendt" in ask
    staff.post(f"{ROOT}{new.slug}/aabn/")
    new.refresh_from_db()
    assert (new.state, new.invitations.count(), Email.objects.get().to) == ("open", 1, [mette.email])
    assert list(new.success_criteria.values_list("text", flat=True)) == ["Først", "Bagefter"]
    assert new.timeline.count() == 1
    prices = price_lists.prices_of(new)
    assert (prices.products["participation:daycare"], prices.bundles[0][1]) == (Decimal(60_000), Decimal(110_000))


def test_an_incomplete_draft_does_not_open(staff: Client, new: Programme) -> None:
    assert staff.get(f"{ROOT}{new.slug}/aabn/").url == f"{ROOT}{new.slug}/"
    page = staff.post(f"{ROOT}{new.slug}/aabn/", follow=True).content.decode()
    assert "Programmet kan ikke åbne endnu" in page
    new.refresh_from_db()
    assert new.is_draft


def test_one_more_row_saves_nothing_and_keeps_what_was_typed(staff: Client, new: Programme) -> None:
    response = staff.post(edit(new, "succeskriterier"), CRITERIA | {"add-row": "1"})
    page = response.content.decode()
    assert (response.status_code, page.count("<textarea"), new.success_criteria.count()) == (200, 3, 0)
    assert "Bagefter" in page
    assert "Ret dette, før du går videre" not in page


def test_a_wrong_price_is_said_at_its_field_and_kept(staff: Client, new: Programme) -> None:
    staff.post(edit(new, "omraader"), AREAS)
    response = staff.post(edit(new, "priser"), PRICES | {"participation:school": "60.00", "min_participants": "6"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Punktum skiller tusinder, så “60.00” kan misforstås." in page
    assert "Færrest deltagere kan ikke være flere end de 5, der er med." in page
    assert 'value="60.00"' in page


def test_a_contacts_address_too_long_for_mail_is_said_at_its_field(staff: Client, new: Programme) -> None:
    address = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.example"
    response = staff.post(edit(new, "kontakter"), CONTACT | {"kontakter-0-email": address})
    assert (response.status_code, new.contacts.count()) == (422, 0)
    assert "Mailadressen er for lang" in response.content.decode()


def test_an_area_without_a_price_is_refused_in_words(staff: Client, new: Programme) -> None:
    staff.post(edit(new, "omraader"), AREAS)
    only_school = PRICES | {"participation:daycare": "", "samlet-0-keys": [], "samlet-0-price": ""}
    response = staff.post(edit(new, "priser"), only_school)
    assert response.status_code == 422
    assert "Skriv prisen for at deltage i dagtilbud." in response.content.decode()


def test_locked_prices_are_shown_with_the_reason(staff: Client, binding: Enrolment) -> None:
    url = edit(binding.programme, "priser")
    page = staff.get(url).content.decode()
    assert "Prislisten er låst" in page
    assert "110.000 kr." in page
    assert '<input type="text"' not in page
    assert staff.post(url, PRICES).status_code == 409
    assert price_lists.prices_of(binding.programme).products["participation:school"] == Decimal(60_000)


def test_moving_the_deadline_shows_who_will_be_told(
    staff: Client, draft: Enrolment, mette: User, programme: Programme
) -> None:
    url = f"{ROOT}{programme.slug}/flyt-frist/"
    assert mette.email in staff.get(url).content.decode()
    day = timezone.localdate() + timedelta(days=99)
    form = {"deadline_at_0": day.isoformat(), "deadline_at_1": "12:00", "reason": ""}
    refused = staff.post(url, form)
    assert (refused.status_code, Email.objects.count()) == (422, 0)
    assert "Skriv grunden. Den står i mailen" in refused.content.decode()
    staff.post(url, form | {"reason": "Vinterferie"})
    programme.refresh_from_db()
    assert (timezone.localdate(programme.deadline_at), Email.objects.get().to) == (day, [mette.email])


def test_an_earlier_deadline_is_asked_about_and_the_banner_says_who_was_told(
    staff: Client, draft: Enrolment, mette: User, programme: Programme
) -> None:
    url, now = f"{ROOT}{programme.slug}/flyt-frist/", timezone.now()
    Programme.objects.filter(pk=programme.pk).update(
        opened_at=now - timedelta(days=9), deadline_at=now + timedelta(days=20)
    )

    def move(days: int, **more: str) -> tuple[int, str, int]:
        day = timezone.localdate(now + timedelta(days=days)).isoformat()
        form = {"deadline_at_0": day, "deadline_at_1": "12:00", "reason": "Fuldt"}
        answer = staff.post(url, form | more, follow=True)
        return answer.status_code, answer.content.decode(), Email.objects.count()

    for days, heading, lost in (
        (5, "Skal fristen være tidligere?", "1 kommune har en kladde, der ikke er bundet, og får kortere tid."),
        (-2, "Skal programmet lukke nu?", "1 kommune har en kladde, der ikke er bundet. Den mister muligheden."),
    ):
        status, page, mails = move(days)
        assert (status, mails) == (200, 0)
        assert heading in page
        assert lost in page
    asked = BeautifulSoup(page, "html.parser").select_one("input[name=spurgt]")["value"]
    assert "Skal fristen være tidligere?" in move(4, spurgt=asked)[1]

    status, page, mails = move(-2, spurgt=asked)

    assert (status, mails) == (200, 1)
    programme.refresh_from_db()
    assert programme.state == "closed"
    words = f"Fristen er nu {weekday_date_time(programme.deadline_at)}. 1 adresse får en mail."
    assert f"Programmet er lukket for tilmelding. {words}" in page
    status, page, mails = move(-20)
    assert (status, mails) == (422, 1)
    assert "så fristen kan ikke ligge før" in page


def test_nobody_to_tell_is_said(staff: Client, programme: Programme) -> None:
    day = (timezone.localdate() + timedelta(days=99)).isoformat()
    form = {"deadline_at_0": day, "deadline_at_1": "12:00", "reason": "Fuldt"}
    page = staff.post(f"{ROOT}{programme.slug}/flyt-frist/", form, follow=True)
    assert str(next(iter(page.context["messages"]))).endswith("Der var ingen at skrive til.")


def test_a_drafts_deadline_lies_ahead(staff: Client, new: Programme) -> None:
    over = {"deadline_at_0": "2020-01-01", "deadline_at_1": "12:00"}
    for url, form in ((f"{ROOT}nyt/", {"title": "Nyt", "year": "2027"} | over), (edit(new, "frist"), over)):
        answer = staff.post(url, form)
        assert answer.status_code == 422
        assert "Fristen er allerede gået." in answer.context["form"].errors["deadline_at"][0]
    assert Programme.objects.get() == new


def test_the_life_by_buttons(staff: Client, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(deadline_at=timezone.now() - timedelta(minutes=1))
    states = []
    for step in ("luk", "saet-i-gang", "afslut", "afslut"):
        staff.post(f"{ROOT}{programme.slug}/{step}/")
        programme.refresh_from_db()
        states.append(programme.state)
    assert states == ["closed", "running", "finished", "finished"]
    copy = staff.post(f"{ROOT}{programme.slug}/naeste-aar/")
    assert copy.url == f"{ROOT}inkluderende-boernefaellesskaber-2028/"


@pytest.mark.parametrize("section", SECTIONS)
def test_naughty_input_is_no_crash(staff: Client, new: Programme, section: str) -> None:
    staff.post(edit(new, "omraader"), AREAS)
    for text in ("\x00", "9" * 5000, "<script>", "😀", "2027-99-99"):
        prefixes = ("kriterier", "kontakter", "datoer", "samlet")
        data = {f"{prefix}-{name}": text for prefix in prefixes for name in ("TOTAL_FORMS", "0-text", "0-price")}
        data |= dict.fromkeys(("title", "year", "text", "deadline_at_0", "vat_treatment", "school"), text)
        assert staff.post(edit(new, section), data).status_code in (302, 422)


def test_only_administrators_write(client: Client, as_user, new: Programme, mette: User, finn: User) -> None:
    published = world.programme("aaben-2027")
    paths = [ROOT, f"{ROOT}{published.slug}/", f"{ROOT}nyt/", edit(published, "tekster"), f"{ROOT}{new.slug}/"]
    answers = {
        name: [someone.get(path).status_code for path in paths]
        for name, someone in {"finance": as_user(finn), "coordinator": as_user(mette), "public": client}.items()
    }
    assert answers == {
        "finance": [200, 200, 403, 403, 404],
        "coordinator": [403, 403, 403, 403, 404],
        "public": [302, 302, 302, 302, 302],
    }


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_has_constant_queries(
    staff: Client, programme: Programme, more: int, django_assert_num_queries
) -> None:
    for number in range(more):
        world.programme(f"tidligere-{number}", state="finished")
    with django_assert_num_queries(4):
        assert staff.get(ROOT).status_code == 200


def test_removing_an_area_says_which_prices_went(staff: Client, new: Programme, signe: User) -> None:
    for section, data in (("omraader", AREAS), ("priser", PRICES | {"participation:school": ""})):
        assert staff.post(edit(new, section), data).status_code == 302

    response = staff.post(edit(new, "omraader"), {"school": "on", "school_description": "Kun skole"}, follow=True)

    gone = "Deltagelse, dagtilbud; Deltagelse, skole og dagtilbud, samlet pris"
    assert [str(message) for message in response.context["messages"]][-2:] == [
        f"Priserne på det fjernede område er slettet: {gone}.",
        "Områder er gemt.",
    ]
    assert "Skriv prisen for skole." in response.content.decode()


def test_a_draft_that_cannot_be_copied_says_why(staff: Client, new: Programme) -> None:
    staff.post(edit(new, "omraader"), AREAS | {"daycare": ""})
    staff.post(edit(new, "priser"), PRICES | row_count("samlet", 0))
    staff.post(edit(new, "omraader"), AREAS)

    response = staff.post(f"{ROOT}{new.slug}/naeste-aar/", follow=True)

    assert [str(message) for message in response.context["messages"]][-1:] == [
        "Skriv prisen for at deltage i dagtilbud."
    ]
    assert Programme.objects.count() == 1
