"""The register: read twice, kept by hand, and never losing anything."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import AuditEvent, User
from partnerships import municipalities
from partnerships.management.commands.import_municipalities import DATA
from partnerships.models import Municipality, Region
from tests.factories import world
from tests.factories.world import GLN, NOW

OTHER_GLN = "5790000000005"
pytestmark = pytest.mark.django_db


def read(rows: list[dict[str, str]]) -> municipalities.ImportCounts:
    return municipalities.import_register(rows=rows, at=NOW)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_says_what_it_did() -> None:
    said = []
    for _ in range(2):
        out = StringIO()
        call_command("import_municipalities", stdout=out)
        said.append(out.getvalue().strip())
    assert said == [
        "Kommuner: 98 oprettet, 0 opdateret, 0 uændret. Regioner: 6.",
        "Kommuner: 0 oprettet, 0 opdateret, 98 uændret. Regioner: 6.",
    ]


def test_two_regions_become_one_in_2027(rows: list[dict[str, str]]) -> None:
    read(rows)
    stevns = Municipality.objects.select_related("region__successor").get(code="0336")
    assert (stevns.region.name, stevns.region.code, stevns.region.valid_to) == (
        "Region Sjælland",
        "1085",
        date(2026, 12, 31),
    )
    assert [stevns.region.at(day).name for day in (date(2026, 12, 31), date(2027, 1, 1))] == [
        "Region Sjælland",
        "Region Østdanmark",
    ]
    east = Region.objects.get(name="Region Østdanmark")
    assert (east.code, Municipality.objects.filter(region__successor=east).count()) == ("", 46)


def test_reading_again_updates_and_keeps_what_staff_wrote(rows: list[dict[str, str]], signe: User) -> None:
    read(rows)
    stevns = Municipality.objects.get(code="0336")
    municipalities.add_ean_number(municipality=stevns, number=GLN, label="Børn", by=signe, at=NOW)
    changed = [row | {"population": "24000"} if row["code"] == "0336" else row for row in rows]

    counts = read(changed[5:])

    assert (counts.created, counts.updated, counts.unchanged) == (0, 1, 92)
    stevns.refresh_from_db()
    assert (stevns.population, stevns.ean_numbers.count(), Municipality.objects.count()) == (24_000, 1, 98)
    event = AuditEvent.objects.get(action="municipality.updated")
    assert (event.scope, event.data) == ("0336", {"changed": {"population": ["23842", "24000"]}})


def test_danish_order(rows: list[dict[str, str]]) -> None:
    read(rows)
    names = list(Municipality.objects.in_danish_order().values_list("name", flat=True))
    assert (names[0], names[-4:]) == ("Albertslund", ["Aabenraa", "Aalborg", "Aarhus"][-4:]) or names[-3:] == [
        "Aabenraa",
        "Aalborg",
        "Aarhus",
    ]


def test_demo_domains_are_plain_and_differ(rows: list[dict[str, str]]) -> None:
    domains = {municipalities.demo_domain(row["short_name"]) for row in rows}
    assert len(domains) == 98
    assert {"koebenhavn.example", "hoeje-taastrup.example", "aeroe.example"} <= domains
    assert {municipalities.normal_domain(domain) for domain in domains} == domains


# --- EAN numbers --------------------------------------------------------------------------------------------------


def test_one_number_is_always_suggested_first(stevns: Municipality, signe: User) -> None:
    actor = {"by": signe, "at": NOW}
    first = stevns.ean_numbers.get()
    second = municipalities.add_ean_number(
        municipality=stevns, number="5790 0000 00005", label="Skoler", is_default=True, **actor
    )
    assert list(stevns.ean_numbers.filter(is_default=True)) == [second]
    municipalities.change_ean_number(ean_number=second, number=OTHER_GLN, label="Skole", is_default=False, **actor)
    assert list(stevns.ean_numbers.filter(is_default=True).values_list("label", flat=True)) == ["Skole"]
    municipalities.remove_ean_number(ean_number=second, **actor)
    first.refresh_from_db()
    assert first.is_default
    assert [event.summary for event in AuditEvent.objects.filter(scope="0336").order_by("id")] == [
        "tilføjede EAN-nummer 5790000000005 (Skoler)",
        "rettede EAN-nummer 5790000000005 (Skoler) til 5790000000005 (Skole), der foreslås først",
        "fjernede EAN-nummer 5790000000005 (Skole)",
    ]


def test_a_number_stands_once_in_a_municipality(stevns: Municipality, faxe: Municipality, signe: User) -> None:
    with pytest.raises(municipalities.RegisterRefused) as refusal:
        municipalities.add_ean_number(municipality=stevns, number=GLN, label="Igen", by=signe, at=NOW)
    assert refusal.value.field == "number"
    assert municipalities.add_ean_number(municipality=faxe, number=GLN, label="Fælles", by=signe, at=NOW).is_default


# --- mail domains -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Stevns.DK", "stevns.dk"), (" @stevns.dk ", "stevns.dk"), ("mette@boern.stevns.example", "boern.stevns.example")],
)
def test_a_domain_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert municipalities.normal_domain(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "stevns", "-a.dk", "a..dk", "gmail.com", "@HOTMAIL.com", "st evns.dk", "æøå.dk", "1.2", "a" * 300],
)
def test_what_is_no_municipalitys_domain_is_refused(typed: str) -> None:
    with pytest.raises(municipalities.RegisterRefused):
        municipalities.normal_domain(typed)


def test_a_domain_belongs_to_one_municipality(stevns: Municipality, faxe: Municipality, signe: User) -> None:
    with pytest.raises(municipalities.RegisterRefused, match="hører allerede til Stevns Kommune"):
        municipalities.add_email_domain(municipality=faxe, domain="stevns.example", by=signe, at=NOW)
    municipalities.remove_email_domain(email_domain=stevns.email_domains.get(), by=signe, at=NOW)
    assert (
        municipalities.add_email_domain(municipality=faxe, domain="stevns.example", by=signe, at=NOW).municipality
        == faxe
    )


# --- contacts -----------------------------------------------------------------------------------------------------


def test_contacts_come_change_and_go(stevns: Municipality, signe: User) -> None:
    actor = {"by": signe, "at": NOW}
    person = {"name": "Direktør", "title": "Børn og Unge", "email": "Direktoer@stevns.example", "phone": ""}
    contact = municipalities.add_contact(municipality=stevns, **person, **actor)
    assert contact.email == "direktoer@stevns.example"
    with pytest.raises(municipalities.RegisterRefused):
        municipalities.add_contact(municipality=stevns, **person, **actor)
    municipalities.change_contact(contact=contact, **(person | {"phone": "00 00 00 01"}), **actor)
    contact.refresh_from_db()
    assert contact.phone == "00 00 00 01"
    municipalities.remove_contact(contact=contact, **actor)
    assert stevns.contacts.count() == 0
    assert AuditEvent.objects.filter(subject_type="municipality", scope="0336").count() == 3


def test_nobody_else_is_touched(stevns: Municipality, signe: User) -> None:
    faxe = world.municipality("0320", "Faxe")
    municipalities.add_ean_number(municipality=stevns, number=OTHER_GLN, label="Skoler", by=signe, at=NOW)
    assert faxe.ean_numbers.count() == 0
