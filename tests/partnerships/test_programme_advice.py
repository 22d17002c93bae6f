"""What staff are told to look at before a programme opens, and what does not stop it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from partnerships import price_lists, programme_advice, programme_contents, programmes
from partnerships.models import Municipality, Programme, ProgrammeContact, TimelineEntry
from tests.factories.programmes import BOTH, complete_draft, prices
from tests.factories.world import NOW

SCREENINGS = ["screening:school", "screening:daycare"]


@pytest.fixture
def ready(signe: User, stevns: Municipality) -> Programme:
    """A draft with nothing to say about."""
    row = complete_draft(signe)
    actor = {"programme": row, "by": signe, "at": NOW}
    programme_contents.update_texts(**actor, names_due_date=date(2027, 1, 15), invoice_date=date(2027, 2, 1))
    dates = [
        TimelineEntry(title="Dag 1", start_date=date(2027, 3, 3), place="Odense"),
        TimelineEntry(title="Dag 2", start_date=date(2028, 1, 12), is_virtual=True),
    ]
    programme_contents.set_timeline(**actor, entries=dates)
    contacts = [
        ProgrammeContact(area=area, name="Nina", title="KL", email="nina@kl.example")
        for area in ("", "school", "daycare")
    ]
    programme_contents.set_contacts(**actor, contacts=contacts)
    return Programme.objects.get(pk=row.pk)


def titles(programme: Programme) -> list[str]:
    return [item.title for item in programme_advice.advice(Programme.objects.get(pk=programme.pk))]


def test_nothing_to_say_about_a_complete_draft(ready: Programme) -> None:
    assert titles(ready) == []


def test_what_is_forgotten_is_told_and_does_not_stop_the_opening(ready: Programme, signe: User, as_user) -> None:
    Programme.objects.filter(pk=ready.pk).update(names_due_date=None, invoice_date=date(2027, 1, 1))
    ready.contacts.filter(area="daycare").delete()
    ready.timeline.all().delete()
    assert titles(ready) == [
        "Frist for navne mangler",
        "Regningen sendes før tilmeldingsfristen",
        "Netværksdage mangler",
        "Kontaktperson for dagtilbud mangler",
    ]
    client: Client = as_user(signe)
    page = client.get(f"/administration/programmer/{ready.slug}/").context
    assert (page["todo"], [item["button"] for item in page["advice"]]) == ([], ["Skriv", "Ret", "Skriv", "Skriv"])
    asked = client.get(f"/administration/programmer/{ready.slug}/aabn/").content.decode()
    assert [title for title in titles(ready) if title in asked] == titles(ready)
    assert programmes.open_programme(programme=ready, by=signe, at=NOW).state == "open"


def test_network_days_out_of_place(ready: Programme) -> None:
    ready.timeline.filter(title="Dag 1").update(start_date=date(2027, 1, 15), place=" ")
    ready.timeline.filter(title="Dag 2").update(start_date=date(2029, 1, 15))
    assert titles(ready) == [
        "1 netværksdag før tilmeldingsfristen",
        "1 netværksdag i et andet år",
        "1 netværksdag uden sted",
    ]
    ready.timeline.filter(title="Dag 1").update(start_date=date(2028, 1, 10), place="Odense")
    ready.timeline.filter(title="Dag 2").update(start_date=date(2028, 1, 12))
    found = programme_advice.advice(ready)
    assert [item.text for item in found] == ["Programmet begynder i 2027. Dag 1, 10. januar 2028."]


@pytest.mark.parametrize(
    ("bundles", "useless"),
    [
        ([(BOTH, 119_999)], []),
        ([(BOTH, 120_000)], ["Deltagelse, skole og dagtilbud, samlet pris"]),
        ([(BOTH, 110_000), ([*BOTH, SCREENINGS[0]], 209_000)], []),
        (
            [(BOTH, 110_000), ([*BOTH, SCREENINGS[0]], 210_000)],
            ["Deltagelse, dagtilbud + Deltagelse, skole + Foranalyse, skole, samlet pris"],
        ),
    ],
)
def test_a_bundle_that_never_wins(
    ready: Programme, signe: User, bundles: list[tuple[list[str], int]], useless: list[str]
) -> None:
    products = dict.fromkeys(BOTH, Decimal(60_000)) | dict.fromkeys(SCREENINGS, Decimal(100_000))
    row = prices(products=products, bundles=[(keys, Decimal(price)) for keys, price in bundles])
    price_lists.set_prices(programme=ready, prices=row, by=signe, at=NOW)
    assert titles(ready) == [f"Ingen får prisen “{name}”" for name in useless]


def test_something_sold_only_together_is_not_useless(ready: Programme, signe: User) -> None:
    row = prices(products={}, bundles=[(BOTH, Decimal(999_000))])
    price_lists.set_prices(programme=ready, prices=row, by=signe, at=NOW)
    assert titles(ready) == []
