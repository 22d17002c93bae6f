"""Staff look municipalities up and keep their numbers, domains and contacts."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from partnerships.models import Municipality
from tests.factories import world

pytestmark = pytest.mark.django_db
ROOT = "/administration/kommuner/"
OTHER_GLN = "5790000000005"


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


def names(staff: Client, **query: str) -> list[str]:
    return [row.name for row in staff.get(ROOT, query).context["page"]]


def test_found_by_name_region_and_what_is_missing(staff: Client, stevns: Municipality, faxe: Municipality) -> None:
    aabenraa = world.municipality("0580", "Aabenraa", region_name="Region Syddanmark")
    aabenraa.email_domains.all().delete()
    region = str(aabenraa.region_id)
    assert names(staff) == ["Faxe", "Stevns", "Aabenraa"]
    assert names(staff, q="stev") == names(staff, q="0336") == ["Stevns"]
    assert names(staff, region=region) == ["Aabenraa"]
    assert names(staff, mangler="ean") == ["Faxe", "Aabenraa"]
    assert names(staff, mangler="domaene") == ["Aabenraa"]
    assert names(staff, region="x", mangler="vrøvl", side="999") == ["Faxe", "Stevns", "Aabenraa"]
    assert "Ingen kommuner passer" in staff.get(ROOT, {"q": "findes ikke"}).content.decode()
    assert names(staff, q="\x00") == ["Faxe", "Stevns", "Aabenraa"]


def test_the_list_says_where_the_bill_goes_and_whom_to_write_to(
    staff: Client, stevns: Municipality, faxe: Municipality
) -> None:
    stevns.ean_numbers.create(number=OTHER_GLN, label="Andet")
    stevns.contacts.create(name="Direktøren", email="direktoer@stevns.example")
    stevns.contacts.create(name="Sekretæren", email="anden@stevns.example")
    rows = BeautifulSoup(staff.get(ROOT).content, "html.parser").select("tbody tr")
    assert [[cell.get_text(strip=True) for cell in row.select("td")[3:]] for row in rows] == [
        ["Mangler", "faxe.example", "Ingen"],
        [world.GLN, "stevns.example", "direktoer@stevns.example"],
    ]
    assert names(staff, q="stævns") == []
    assert names(staff, q="336") == names(staff, q="29208654 ".strip())[1:] == ["Stevns"]


def test_lacks_a_coordinator_when_nobody_can_log_in(
    staff: Client, stevns: Municipality, faxe: Municipality, mette: User, anders: User
) -> None:
    assert names(staff, mangler="koordinator") == ["Faxe"]
    User.objects.filter(pk=mette.pk).update(is_active=False)
    assert names(staff, mangler="koordinator") == ["Faxe", "Stevns"]


def test_an_address_too_long_for_mail_is_said_at_its_field(staff: Client, stevns: Municipality) -> None:
    person = {"name": "Direktøren", "email": f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.example"}
    page = staff.post(f"{ROOT}0336/kontakter/ny/", person)
    assert (page.status_code, stevns.contacts.count()) == (422, 0)
    assert "Mailadressen er for lang" in page.content.decode()


@pytest.mark.parametrize("more", [0, 60])
def test_constant_queries(staff: Client, stevns: Municipality, more: int, django_assert_num_queries) -> None:
    for number in range(more):
        world.municipality(f"1{number:03}", f"By{number:03}")
    with django_assert_num_queries(5):
        assert staff.get(ROOT).status_code == 200


def test_an_ean_number_is_added_corrected_and_removed(staff: Client, stevns: Municipality) -> None:
    page = staff.post(f"{ROOT}0336/ean/nyt/", {"number": "5790000000004", "label": "Skoler"})
    assert page.status_code == 422
    assert "kontrolcifret" in page.content.decode()
    assert 'value="5790000000004"' in page.content.decode()
    staff.post(f"{ROOT}0336/ean/nyt/", {"number": "5790 0000 00005", "label": "Skoler", "is_default": "on"})
    ean = stevns.ean_numbers.get(number=OTHER_GLN)
    assert ean.is_default
    again = staff.post(f"{ROOT}0336/ean/nyt/", {"number": OTHER_GLN, "label": "Igen"})
    assert "har allerede EAN-nummeret" in again.content.decode()
    staff.post(f"{ROOT}0336/ean/{ean.pk}/", {"number": OTHER_GLN, "label": "Alle skoler"})
    ean.refresh_from_db()
    assert ean.label == "Alle skoler"
    staff.post(f"{ROOT}0336/ean/{ean.pk}/fjern/")
    assert list(stevns.ean_numbers.values_list("number", flat=True)) == [world.GLN]


def test_public_mail_domains_are_refused(staff: Client, stevns: Municipality) -> None:
    page = staff.post(f"{ROOT}0336/domaener/nyt/", {"domain": "gmail.com"})
    assert (page.status_code, stevns.email_domains.count()) == (422, 1)
    assert "Alle kan få en adresse på gmail.com" in page.content.decode()
    staff.post(f"{ROOT}0336/domaener/nyt/", {"domain": "@Skoler.Stevns.example"})
    domain = stevns.email_domains.get(domain="skoler.stevns.example")
    staff.post(f"{ROOT}0336/domaener/{domain.pk}/fjern/")
    assert stevns.email_domains.count() == 1


def test_contacts(staff: Client, stevns: Municipality) -> None:
    person = {"name": "Direktøren", "title": "Børn", "email": "direktoer@stevns.example", "phone": ""}
    staff.post(f"{ROOT}0336/kontakter/ny/", person)
    contact = stevns.contacts.get()
    assert "allerede en kontakt" in staff.post(f"{ROOT}0336/kontakter/ny/", person).content.decode()
    staff.post(f"{ROOT}0336/kontakter/{contact.pk}/", person | {"name": "Chefen"})
    assert "Chefen" in staff.get(f"{ROOT}0336/").content.decode()
    staff.post(f"{ROOT}0336/kontakter/{contact.pk}/fjern/")
    assert stevns.contacts.count() == 0


def test_a_row_of_another_municipality_is_not_reached(staff: Client, stevns: Municipality, faxe: Municipality) -> None:
    ean = stevns.ean_numbers.get()
    domain = stevns.email_domains.get()
    paths = [f"ean/{ean.pk}/", f"ean/{ean.pk}/fjern/", f"domaener/{domain.pk}/fjern/"]
    assert [staff.post(f"{ROOT}0320/{path}").status_code for path in paths] == [404, 404, 404]
    assert stevns.ean_numbers.count() == stevns.email_domains.count() == 1


def test_finance_reads_and_municipalities_do_not(
    client: Client, as_user, stevns: Municipality, mette: User, stranger: User, finn: User
) -> None:
    paths = [ROOT, f"{ROOT}0336/", f"{ROOT}0336/ean/nyt/"]
    answers = [
        [someone.get(path).status_code for path in paths]
        for someone in (as_user(finn), as_user(mette), as_user(stranger), client)
    ]
    assert answers == [[200, 200, 403], [403, 403, 403], [403, 404, 404], [302, 302, 302]]
