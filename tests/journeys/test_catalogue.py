"""What was tried becomes what is known, in a real browser: status, evaluation, advice, catalogue, edition, portal."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import User
from documents import jobs
from documents.models import Document
from partnerships.models import Municipality
from strategy.models import CatalogueEdition
from tests.factories import catalogue as after
from tests.factories import trial_actions as make

pytestmark = pytest.mark.browser

Person = Callable[..., Page]
Look = Callable[[Page, str], None]


@pytest.fixture
def room(stevns: Municipality, mette: User, rikke: User) -> make.Room:
    """An open round with Rikke in its committee."""
    made = make.room(stevns, mette)
    made.round.opens_at, made.round.closes_at = timezone.now() - timedelta(days=9), timezone.now() + timedelta(days=9)
    made.round.save()
    make.seat(made.round, rikke, "parent")
    return made


def test_from_status_to_a_printed_edition(
    new_person: Person, look: Look, room: make.Room, anders: User, mette: User, rikke: User
) -> None:
    row = after.measured(make.running(room.round, anders, units=room.units), anders)
    team = new_person(anders)
    team.set_default_timeout(30_000)  # the first request loads all of the portal

    # The team's status is written for them, but for the way on.
    team.goto(f"/strategi/proevehandlinger/{row.pk}/status/")
    expect(team.get_by_label("Hvad virker?")).to_have_value(
        "- Havde nogen at være sammen med: forbedringen er ikke tilfældig. Seneste: 83 %.\n"
        "- Vi beholder “Fast voksen”. 75 % som ventet. Fast."
    )
    look(team, "catalogue-1-status")
    team.get_by_role("button", name="Læs igennem, og send").click()
    expect(team.get_by_text("Vælg vejen videre").first).to_be_visible()
    team.get_by_label("Vi fortsætter").check()
    team.get_by_role("button", name="Læs igennem, og send").click()
    look(team, "catalogue-2-send-status")
    team.get_by_role("button", name="Send status").click()
    expect(team.get_by_text("Status er sendt.")).to_be_visible()
    look(team, "catalogue-2-status-sent")

    # So is the evaluation, beside the strength of its evidence.
    team.goto(f"/strategi/proevehandlinger/{row.pk}/evaluering/")
    expect(team.get_by_text("Tydelig virkning").first).to_be_visible()
    look(team, "catalogue-3-evaluation")
    team.get_by_label("Hvad virkede ikke?").fill("Patruljen alene flyttede ikke noget.")
    team.get_by_role("button", name="Læs igennem, og send").click()
    team.get_by_role("button", name="Send evalueringen").click()
    expect(team.get_by_text("Udvalget er bedt om sit råd.")).to_be_visible()
    look(team, "catalogue-4-evaluated")

    # The committee says what it thinks.
    member = new_person(rikke)
    member.goto("/strategi/sammen-om-boernene/katalogvalg/")
    look(member, "catalogue-5-advice")
    member.get_by_label("Ja, den kan andre bruge").check()
    member.get_by_label("Hvorfor?").fill("Børnene siger, det hjælper.")
    member.get_by_role("button", name="Giv dit råd").click()
    expect(member.get_by_text("1 af 1", exact=True)).to_be_visible()

    # The coordinator writes it to the catalogue, passes it on, and mends it.
    lead = new_person(mette)
    lead.goto("/strategi/sammen-om-boernene/katalogvalg/")
    expect(lead.get_by_text("Børnene siger, det hjælper.")).to_be_visible()
    lead.get_by_role("button", name="Skriv den til kataloget").click()
    look(lead, "catalogue-6-write")
    lead.get_by_label("Kort fortalt").fill("Store børn inviterer ind i legen sammen med en fast voksen.")
    lead.get_by_label("2. Inklusionspraksis i de almene børnefællesskaber").check()
    lead.get_by_role("button", name="Gem").click()
    lead.get_by_role("button", name="Sæt i kataloget").click()
    expect(lead.get_by_text("Indsatsen er i kataloget.")).to_be_visible()
    look(lead, "catalogue-7-entry")
    lead.get_by_role("button", name="Del med alle kommuner").click()
    lead.get_by_role("link", name="Ret", exact=True).click()
    lead.get_by_label("Hvad kræver det?").fill("Fire timer om ugen og en vikar.")
    lead.get_by_label("Hvad er nyt?").fill("Uden vikar falder det fra hinanden")
    lead.get_by_role("button", name="Gem").click()
    lead.get_by_role("link", name="Historik").click()
    expect(lead.get_by_text("Uden vikar falder det fra hinanden")).to_be_visible()
    look(lead, "catalogue-8-history")

    # A yearly edition, frozen and printed.
    lead.goto("/strategi/sammen-om-boernene/katalog/aargange/")
    look(lead, "catalogue-9-editions")
    lead.get_by_label("År").select_option("2026")
    lead.get_by_role("button", name="Begynd årgangen").click()
    lead.get_by_label("Forord").fill("Et år med små forsøg.")
    look(lead, "catalogue-10-draft-edition")
    lead.get_by_role("button", name="Udgiv katalog 2026").click()
    lead.get_by_role("dialog").get_by_role("button", name="Udgiv").click()
    expect(lead.get_by_text("Kataloget 2026 er udgivet.")).to_be_visible()
    document = Document.objects.get(kind="catalogue_pdf")
    claimed = jobs.claim(document.pk, at=timezone.now())
    assert claimed is not None
    assert jobs.run(claimed)
    lead.reload()
    look(lead, "catalogue-11-edition")
    with lead.expect_download() as fetched:
        lead.get_by_role("link", name="Metode- og indsatskatalog 2026").click()
    assert fetched.value.suggested_filename == "katalog-0336-2026.pdf"
    pages = PdfReader(io.BytesIO(fetched.value.path().read_bytes())).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Store børn inviterer ind i legen sammen med en fast voksen." in words
    assert "Et år med små forsøg." in words
    assert CatalogueEdition.objects.get().content["entries"][0]["revision"] == 2

    # Anybody finds it in the knowledge portal; a colleague makes an application of it.
    reader = new_person()
    reader.goto("/vidensportal/")
    look(reader, "catalogue-12-portal")
    reader.get_by_label("Søg", exact=True).fill("voksen leg")
    reader.get_by_role("button", name="Vis", exact=True).click()
    reader.get_by_role("link", name="Sammen om frikvarteret").click()
    expect(reader.get_by_text("Patruljen alene flyttede ikke noget.")).to_be_visible()
    look(reader, "catalogue-13-released")
    team.goto("/strategi/sammen-om-boernene/katalog/")
    look(team, "catalogue-14-catalogue")
    team.get_by_role("link", name="Sammen om frikvarteret").click()
    team.get_by_role("link", name="Brug som skabelon").click()
    expect(team.get_by_label("Hvad kalder I prøvehandlingen?")).to_have_value("Sammen om frikvarteret")
