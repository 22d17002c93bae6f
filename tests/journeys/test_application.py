"""An application in real browsers: written by two at once, refused with one unit, without baseline and without backing,
then answered by link and handed in; and the round it is handed in to.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from accounts.models import User
from documents.models import MailRecord
from partnerships.models import Municipality
from strategy.models import CommitteeQuestion, Measure, Round, TrialAction
from tests.factories import trial_actions as make
from tests.factories.trial_actions import Room

pytestmark = pytest.mark.browser
LONG = "To voksne åbner legen i hvert frikvarter og går til side, når den er i gang."


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    made = make.room(stevns, mette)
    now = timezone.now()
    Round.objects.update(opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=9), meets_at=None)
    made.round.refresh_from_db()
    return made


def saved(page: Page) -> None:
    """What was typed has been saved."""
    expect(page.locator("#gemt")).to_contain_text("Alt er gemt kl.")


def section(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Ansøgningens afsnit").get_by_role("link", name=re.compile(name)).click()
    expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()


def fill(page: Page, **fields: str) -> None:
    """Type into fields by their ids, and wait until they are saved."""
    for name, text in fields.items():
        page.locator(f"#id_{name}").fill(text)
    saved(page)


def add_partner(page: Page, name: str) -> None:
    page.get_by_role("link", name="Tilføj en part").click()
    page.get_by_label("Enhed i kommunen").select_option(label=name)
    page.get_by_label("Hvad gør parten?").fill("Stiller med en voksen to gange om ugen.")
    page.get_by_role("button", name="Gem").click()


def test_two_write_an_application_and_hand_it_in(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    room: Room,
    anders: User,
    mette: User,
) -> None:
    one = new_person(anders)
    one.goto(f"/strategi/runder/{room.round.pk}/")
    look(one, "application-1-round")
    one.get_by_role("link", name="Begynd en ansøgning").click()
    one.get_by_label("Hvad kalder I prøvehandlingen?").fill("Alle med i frikvarteret")
    one.get_by_role("button", name="Begynd ansøgningen").click()
    row = TrialAction.objects.get()
    section(one, "Teamet")
    one.get_by_label("Sæt en kollega på teamet").select_option(label="Mette Holm")
    one.get_by_role("button", name="Sæt på teamet").click()
    look(one, "application-2-team")

    # Both have the same section open and write in one field.
    two = new_person(mette)
    address = f"/strategi/proevehandlinger/{row.pk}/ansoegning/"
    one.goto(address)
    two.goto(address)
    fill(two, intervention=LONG, place="Skolegården")
    one.locator("#id_place").fill("Hallen")
    expect(one.get_by_text("I har skrevet i det samme felt.")).to_be_visible()
    expect(one.locator("#svar-intervention")).to_contain_text("Mette Holm har skrevet her imens.")
    look(one, "application-3-conflict")
    one.locator("#svar-place").get_by_role("button", name="Brug den anden tekst").click()
    expect(one.locator("#id_place")).to_have_value("Skolegården")
    expect(one.locator("#id_intervention")).to_have_value(LONG)
    expect(one.locator("#tilstede")).to_contain_text("Mette Holm er også her")

    # A child's name and a CPR number are stopped with an explanation; what else was written is kept.
    one.locator("#id_group").fill("Noah og de andre på 3. årgang")
    expect(one.locator("#svar-group")).to_contain_text("Teksten ser ud til at nævne et barn ved navn: “Noah”")
    one.locator("#id_group").fill("Ring til 010110-1234")
    expect(one.locator("#svar-group")).to_contain_text("CPR-nummer")
    look(one, "application-4-stopped")
    fill(one, group="Børnene på 3. årgang", starts_on="2027-02-01", ends_on="2027-12-10")
    one.locator("#id_age_group").select_option("lower_primary")
    saved(one)
    one.get_by_role("button", name="Gem og gå videre").click()
    fill(one, goal=LONG, methods=LONG, expected_effect=LONG)
    section(two, "Børnene")
    fill(two, child_perspective=LONG, child_voice=LONG)
    section(two, "Strategiens elementer")
    for box in two.locator("textarea").all():
        box.fill(LONG)
    two.get_by_label("Vi arbejder fællesskabende", exact=True).last.check()
    saved(two)
    section(two, "Ressourcer og risici")
    fill(two, resources=LONG, risks=LONG)

    # One unit, and a measure without a baseline: the checklist says so and nothing is handed in.
    section(one, "Parter og opbakning")
    add_partner(one, "Klintskolen")
    section(one, "Sådan kan I se")
    one.get_by_role("link", name="Tilføj et mål").click()
    look(one, "application-5-starters")
    one.get_by_role("link", name=re.compile("Brug dette.*havde nogen at være sammen med")).click()
    one.get_by_label("Hvem samler ind?").fill("Klassens pædagog")
    one.get_by_role("button", name="Gem").click()
    one.get_by_role("link", name="Tilføj et kriterium").click()
    one.get_by_label("Hvad skal flytte sig?").fill("Børn, der har nogen at være sammen med")
    one.get_by_label("Måles ved").select_option(label="Børn, der havde nogen at være sammen med")
    one.get_by_label("Fra", exact=True).fill("67,5")
    one.get_by_label("Til", exact=True).fill("80")
    one.get_by_label("Senest").fill("2027-12-10")
    one.get_by_role("button", name="Gem").click()
    one.get_by_role("link", name="Se, hvad der mangler").first.click()
    one.get_by_role("button", name="Indsend ansøgningen").click()
    for words in (
        "Ansøgningen kan ikke indsendes endnu.",
        "I er kun én part. Tilføj mindst én enhed eller aktør mere.",
        "“Børn, der havde nogen at være sammen med” mangler udgangspunkt.",
        "Klintskolen har ikke fået lederens opbakning. Spørg, når I er færdige med at skrive.",
    ):
        expect(one.get_by_text(words)).to_be_visible()
    look(one, "application-6-missing")
    row.refresh_from_db()
    assert row.state == "draft"

    # The second unit, the baseline, and the leaders' yes by link.
    one.goto(f"{address}?afsnit=parter")
    add_partner(one, "SFO Klinten")
    one.goto(f"{address}maal/{Measure.objects.get().pk}/")
    one.get_by_label("Udgangspunkt").fill("67,5 % i ugerne 40–44")
    one.get_by_role("button", name="Gem").click()
    one.goto(f"{address}krav/")
    one.get_by_role("button", name="Indsend ansøgningen").click()
    expect(one.get_by_text("SFO Klinten har ikke fået lederens opbakning.").first).to_be_visible()
    one.goto(f"{address}?afsnit=parter")
    one.get_by_role("button", name="Spørg dem, der mangler at svare").click()
    expect(one.get_by_text("Vi har sendt 2 mails med personlige links.")).to_be_visible()
    look(one, "application-7-asked")
    for mail in MailRecord.objects.filter(kind="confirmation_asked").select_related("email"):
        leader = new_person()
        leader.goto(re.search(r"/bekraeft/\S+", mail.email.message)[0])  # type: ignore[index]
        look(leader, f"application-8-leader-{mail.pk}")
        leader.get_by_label("Ja", exact=True).check()
        leader.get_by_role("button", name="Send svaret").click()
        expect(leader.get_by_text("Tak. Dit svar er gemt")).to_be_visible()
    one.goto(f"{address}krav/")
    expect(one.get_by_role("heading", level=1, name="Ansøgningen er klar")).to_be_visible()
    look(one, "application-9-ready")
    one.get_by_role("button", name="Indsend ansøgningen").click()
    one.get_by_role("dialog").get_by_role("button", name="Indsend").click()
    expect(one.get_by_text("Ansøgningen er hos udvalget")).to_be_visible()
    look(one, "application-10-handed-in")
    row.refresh_from_db()
    assert (row.state, row.version, row.handed_in.get().content["title"]) == ("submitted", 1, "Alle med i frikvarteret")

    # Before the deadline it can be had back and mended.
    one.get_by_role("button", name="Få den tilbage, og ret den").click()
    one.get_by_role("dialog").get_by_role("button", name="Få den tilbage").click()
    expect(one.get_by_text("Ansøgningen er en kladde igen.")).to_be_visible()
    look(one, "application-11-draft-again")
    row.refresh_from_db()
    assert row.state == "draft"


def test_leaving_an_undecided_conflict_is_asked_about_and_it_is_there_again_on_the_way_back(
    new_person: Callable[..., Page], room: Room, anders: User, mette: User
) -> None:
    row = make.draft(room.round, anders, mette)
    address = f"/strategi/proevehandlinger/{row.pk}/ansoegning/"
    one, two = new_person(anders), new_person(mette)
    one.goto(address)
    two.goto(address)
    fill(two, place="Skolegården")
    one.locator("#id_place").fill("Hallen")
    expect(one.get_by_text("I har skrevet i det samme felt.")).to_be_visible()
    asked: list[str] = []
    children = one.get_by_role("navigation", name="Ansøgningens afsnit").get_by_role("link", name=re.compile("Børnene"))

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    one.once("dialog", stay)
    children.click(no_wait_after=True)
    expect(one.locator("#id_place")).to_have_value("Hallen")
    assert (asked, one.url.endswith(address)) == (["beforeunload"], True)

    one.once("dialog", lambda dialog: dialog.accept())
    children.click()
    expect(one.get_by_role("heading", level=2, name="Børnene")).to_be_visible()
    one.go_back()
    expect(one.get_by_text("I har skrevet i det samme felt.")).to_be_visible()
    expect(one.locator("#id_place")).to_have_value("Hallen")
    one.locator("#id_place").press_sequentially("!")
    expect(one.locator("#gemt")).to_contain_text("Ikke alt er gemt.")
    row.refresh_from_db()
    assert row.place == "Skolegården"
    # Choosing is leaving with the form, and nothing is asked.
    one.locator("#svar-place").get_by_role("button", name="Brug den anden tekst").click()
    expect(one.locator("#id_place")).to_have_value("Skolegården")


def test_back_shows_what_is_saved_and_not_an_old_text(
    new_person: Callable[..., Page], room: Room, anders: User, mette: User
) -> None:
    row = make.draft(room.round, anders, mette)
    address = f"/strategi/proevehandlinger/{row.pk}/ansoegning/"
    one, two = new_person(anders), new_person(mette)
    one.goto(address)
    fill(one, place="Hallen", group="Børnene på 3. årgang")
    section(one, "Børnene")
    two.goto(address)
    fill(two, place="Skolegården")
    one.go_back()
    expect(one.locator("#id_place")).to_have_value("Skolegården")
    expect(one.locator("#id_group")).to_have_value("Børnene på 3. årgang")
    one.locator("#id_group").fill("Børnene på 3. årgang, cirka 40")
    saved(one)
    row.refresh_from_db()
    assert (row.place, row.group) == ("Skolegården", "Børnene på 3. årgang, cirka 40")


def test_it_comes_back_with_a_question_and_is_handed_in_again(
    new_person: Callable[..., Page], look: Callable[[Page, str], None], room: Room, anders: User, mette: User
) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="returned", at=timezone.now())
    CommitteeQuestion.objects.create(
        trial_action=row, text="Hvordan er SFO'en med i mødet?", asked_at=timezone.now(), asked_by=mette
    )
    page = new_person(anders, javascript=False)
    page.goto(f"/strategi/runder/{room.round.pk}/")
    page.get_by_role("link", name="Skriv videre").click()
    expect(page.get_by_role("heading", name="Udvalget har sendt ansøgningen tilbage med spørgsmål")).to_be_visible()
    page.get_by_role("link", name="Svar på").click()
    page.get_by_label("Jeres svar").fill("Pædagogen er med hver torsdag.")
    page.get_by_role("button", name="Gem svaret").click()
    page.get_by_role("button", name="Indsend ansøgningen").click()
    expect(page.get_by_text("Ansøgningen er indsendt.")).to_be_visible()
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_round_is_set_up_and_announced(
    new_person: Callable[..., Page], look: Callable[[Page, str], None], room: Room, mette: User, anders: User
) -> None:
    page = new_person(mette)
    page.goto(f"/strategi/{room.strategy.slug}/runder/")
    look(page, "rounds-1-list")
    page.get_by_role("link", name="Begynd en runde").click()
    page.get_by_label("Titel").fill("Runde 2028")
    for name, days in (("opens_at", 5), ("closes_at", 40)):
        page.locator(f"#id_{name}_0").fill((timezone.localdate() + timedelta(days=days)).isoformat())
        page.locator(f"#id_{name}_1").fill("12:00")
    look(page, "rounds-2-new")
    page.get_by_role("button", name="Begynd runden").click()
    page.get_by_role("link", name="Ret kriterierne").click()
    page.get_by_role("button", name="Tilføj et kriterium").click()
    page.get_by_label("Kriterium", exact=True).last.fill("Mod")
    look(page, "rounds-3-criteria")
    page.get_by_role("button", name="Gem kriterierne").click()
    expect(page.get_by_text("Mod", exact=True)).to_be_visible()
    page.get_by_role("link", name="Ret pladserne").click()
    page.get_by_label("Navn").fill("Karen Ø")
    page.get_by_label("E-mail").fill("karen@foraeldre.example")
    page.get_by_label("Forælder").check()
    page.get_by_role("button", name="Giv pladsen").click()
    expect(page.get_by_text("Karen Ø får en mail, når runden meldes ud.")).to_be_visible()
    look(page, "rounds-4-seats")
    made = Round.objects.get(title="Runde 2028")
    page.goto(f"/strategi/runder/{made.pk}/")
    page.get_by_role("button", name="Meld runden ud").click()
    page.get_by_role("dialog").get_by_role("button", name="Meld runden ud").click()
    expect(page.get_by_text("Runden er meldt ud")).to_be_visible()
    look(page, "rounds-5-announced")
    assert MailRecord.objects.filter(kind="round_announced").count() == 2
