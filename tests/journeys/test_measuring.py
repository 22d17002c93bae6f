"""A trial action in a real browser: agreed by both, a year of measurements by phone, and what they show in words."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import Collection, Measurement, TrialAction
from tests.factories import trial_actions as make

pytestmark = pytest.mark.browser
Look = Callable[[Page, str], None]
PHONE = {"width": 375, "height": 800}
# The share rises after twenty weeks, as it does when something helps.
SHARES = [31, 29, 33, 31, 32, 28, 30, 34, 30, 30, 32, 33, 29, 31, 30, 33, 29, 31, 30, 32, *[37, 38, 36, 39, 37, 38] * 5]


def year_ago() -> date:
    """The Monday a year ago."""
    day = timezone.localdate() - timedelta(days=364)
    return day - timedelta(days=day.weekday())


@pytest.fixture
def selected(stevns: Municipality, mette: User, anders: User) -> TrialAction:
    room = make.room(stevns, mette)
    starts = year_ago()
    dates = {"starts_on": starts, "ends_on": starts + timedelta(days=540)}
    return make.submitted(room.round, anders, units=room.units, state="selected", **dates)


def sign_both(team: Page, municipality: Page, row: TrialAction) -> None:
    """The agreement is written by the team on its phone, and signed by both."""
    team.goto(row.get_absolute_url())
    expect(team.get_by_role("button", name="Gem måling")).to_have_count(0)
    team.get_by_role("link", name="Skriv dataaftalen").click()
    team.get_by_role("button", name="Gem aftalen").click()
    expect(team.get_by_text("Skriv, hvor I samler tallene").first).to_be_visible()
    team.get_by_label("Hvordan passer I på oplysningerne?").fill("I et ark uden navne. Slettes, når vi er færdige.")
    team.get_by_role("button", name="Gem aftalen").click()
    expect(team.get_by_text("Aftalen er gemt.")).to_be_visible()
    team.get_by_role("button", name="Skriv under for teamet").click()
    expect(team.get_by_text("Du har skrevet under.")).to_be_visible()
    municipality.goto(f"{row.get_absolute_url()}aftale/")
    municipality.get_by_role("button", name="Skriv under for kommunen").click()
    expect(municipality.get_by_text("Begge har skrevet under.")).to_be_visible()


def type_in(page: Page, part: int) -> None:
    """One measurement on a phone: a number, and the button. The other number stands there already."""
    page.get_by_label("Hvor mange svarede ja?").fill(str(part))
    page.get_by_role("button", name="Gem måling").click()
    expect(page.get_by_text("Gemt:")).to_be_visible()


def test_from_the_agreement_to_the_signal(
    new_person: Callable[..., Page], look: Look, selected: TrialAction, anders: User, mette: User, rikke: User
) -> None:
    phone, municipality = new_person(anders), new_person(mette)
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_both(phone, municipality, selected)
    look(municipality, "measuring-1-agreement")
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    phone.goto(selected.get_absolute_url())
    phone.get_by_role("button", name="Begynd prøvehandlingen").click()
    expect(phone.get_by_text("Prøvehandlingen er i gang.")).to_be_visible()

    # The first three by hand; the form asks for the one that is due, and the latest comes first.
    phone.get_by_label("Hvor mange børn spurgte I?").fill("46")
    for part in (38, 37, 39):
        type_in(phone, part)
    expect(phone.get_by_role("heading", name="For få målinger til at sige noget")).to_be_visible()
    expect(phone.get_by_text("I har 3 målinger.")).to_be_visible()

    # The rest of the year from a spreadsheet, with a slip of the finger.
    days = list(
        Collection.objects.filter(measurement__isnull=True, due_on__lte=timezone.localdate())
        .order_by("due_on")
        .values_list("due_on", flat=True)
    )
    rows = [f"{day:%d.%m.%Y}\t{part}\t46" for day, part in zip(days, SHARES, strict=False)]
    phone.get_by_role("link", name="Indsæt flere på én gang").click()
    phone.get_by_label("Indsæt rækker").fill("\n".join([*rows[:-1], f"{days[len(rows) - 1]:%d.%m.%Y}\t380\t46"]))
    phone.get_by_role("button", name="Se dem først").click()
    expect(phone.get_by_text("380 kan ikke være ud af 46.")).to_be_visible()
    look(phone, "measuring-2-paste")
    phone.get_by_label("Rækker").fill("\n".join(rows))
    phone.get_by_role("button", name="Se dem igen").click()
    phone.get_by_role("button", name=f"Gem {len(rows)} målinger").click()
    expect(phone.get_by_text(f"{len(rows)} målinger er gemt.")).to_be_visible()
    assert Measurement.objects.count() == len(rows) + 3

    expect(phone.get_by_role("heading", name="Forbedringen er ikke tilfældig")).to_be_visible()
    expect(phone.get_by_text("i træk ligger over medianen").first).to_be_visible()
    look(phone, "measuring-3-signal")

    reader = new_person(rikke)
    reader.goto(selected.get_absolute_url())
    expect(reader.get_by_role("heading", name="Forbedringen er ikke tilfældig")).to_be_visible()
    expect(reader.get_by_role("button", name="Gem måling")).to_have_count(0)
    reader.get_by_text("Vis tallene som tabel").click()
    expect(reader.get_by_role("table")).to_be_visible()


def test_a_slip_is_undone_and_a_cycle_is_turned(
    new_person: Callable[..., Page], look: Look, selected: TrialAction, anders: User, mette: User
) -> None:
    phone, municipality = new_person(anders), new_person(mette)
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_both(phone, municipality, selected)
    phone.goto(selected.get_absolute_url())
    phone.get_by_role("button", name="Begynd prøvehandlingen").click()
    phone.get_by_label("Hvor mange børn spurgte I?").fill("46")
    type_in(phone, 37)
    phone.get_by_role("link", name="Se målingen").click()
    phone.get_by_role("link", name="Ret målingen").click()
    look(phone, "measuring-4-mend")
    phone.get_by_role("button", name="Slet målingen").click()
    assert Measurement.objects.count() == 0
    phone.get_by_role("button", name="Fortryd sletningen").click()
    expect(phone.get_by_text("Målingen er tilbage.")).to_be_visible()

    phone.get_by_role("link", name="Planlæg en ny").click()
    phone.get_by_label("Hvad prøver I?").fill("Legepatrulje fra 6. årgang")
    phone.get_by_label("Hvad vil I finde ud af?").fill("Kan store børn invitere ind i legen?")
    phone.get_by_label("Hvad tror I, der sker?").fill("75 % har nogen at være sammen med.")
    phone.get_by_role("button", name="Gem planen").click()
    phone.get_by_label("Hvad gjorde I?").fill("To frikvarterer om dagen.")
    phone.get_by_role("button", name="Gem", exact=True).click()
    phone.get_by_label("Hvad skete der?").fill("De store var glade for det.")
    phone.get_by_label("Holdt mod det, I troede").fill("68 % mod forventet 75 %.")
    phone.get_by_role("button", name="Gem", exact=True).click()
    phone.get_by_label("Tilpas det, og prøv igen").check()
    phone.get_by_label("Hvad gør I nu?").fill("Patruljen går sammen med en voksen.")
    look(phone, "measuring-5-cycle")
    phone.get_by_role("button", name="Gem", exact=True).click()
    expect(phone.get_by_text("Cyklussen er afsluttet.")).to_be_visible()
    phone.goto(selected.get_absolute_url())
    expect(phone.get_by_text("Tilpasset")).to_be_visible()
    look(phone, "measuring-6-page")


def test_one_sheet_of_paper(new_person: Callable[..., Page], selected: TrialAction, anders: User) -> None:
    make.agreement(selected, anders)
    TrialAction.objects.update(state="running", running_since=make.STARTS)
    measure = selected.measures.get()
    make.measured(measure, [(part, 46) for part in SHARES[:40]], anders)
    for number in range(1, 7):
        selected.cycles.create(
            number=number, title=f"Noget vi prøver, nummer {number}", planned_on=make.STARTS, question="Hjælper det?"
        )
    page = new_person(anders)
    page.goto(f"{selected.get_absolute_url()}udskriv/")
    assert page.pdf(format="A4", print_background=True).count(b"/Type /Page\n") == 1
