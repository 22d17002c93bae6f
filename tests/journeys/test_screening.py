"""A screening all the way in real browsers: ordered, planned, answered, assessed on the seven levers, given levels by
three phones, read by a colleague, delivered, commented on, accepted, and shown to the network.
"""

import io
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment, Participation, Programme
from screening import benchmarks
from screening import screenings as life
from screening.models import Report, Screening
from tests.factories import results, screenings, world
from tests.journeys.test_report import make_files
from tests.journeys.test_workshop import choose
from tests.screening import files

pytestmark = pytest.mark.browser
Look = Callable[[Page, str], None]
NewPerson = Callable[..., Page]
YEAR = timezone.localdate().year + 1
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LEVELS = (4, 3, 2, 2, 3, 2, 3)
REASONS = "Greb {number} er aftalt, og det meste bliver brugt."


def sent(name: str, *texts: str) -> dict[str, object]:
    return {"name": name, "mimeType": WORD, "buffer": files.docx(*texts)}


def press(page: Page, button: str, confirm: str) -> None:
    """Press a button, and the one in the dialog that asks whether it is meant."""
    page.get_by_role("button", name=button).first.click()
    page.get_by_role("dialog").get_by_role("button", name=confirm, exact=True).click()


@pytest.fixture
def ordered(binding: Enrolment) -> Screening:
    cache.clear()  # wrong workshop codes
    screenings.model()
    Participation.objects.filter(enrolment=binding, partnership__area="school").update(has_screening=True)
    life.take_orders(at=timezone.now())
    return Screening.objects.get()


def plan(staff: Page, look: Look) -> None:
    """Jonas is to make it, and Helle to read it."""
    staff.goto("/administration/")
    staff.get_by_role("link", name="Screeninger").click()
    look(staff, "screening-1-list")
    staff.get_by_role("link", name="Stevns").click()
    staff.get_by_role("link", name="Læg en plan").first.click()
    staff.get_by_role("button", name="Gem planen").click()
    expect(staff.get_by_text("Vælg mindst én konsulent").first).to_be_visible()
    look(staff, "screening-2-plan-refused")
    staff.get_by_label("Jonas Krog").check()
    staff.get_by_label("Kollegalæser").select_option(label="Helle Lind")
    for label, day in (("Begynder", "02-01"), ("Dokumenter senest", "02-15"), ("Rapport senest", "04-01")):
        staff.get_by_label(label).fill(f"{YEAR}-{day}")
    staff.get_by_role("button", name="Gem planen").click()
    expect(staff.get_by_text("Planen er gemt.")).to_be_visible()
    look(staff, "screening-3-planned")


def ask(consultant: Page, look: Look) -> None:
    """A document more on the checklist, and the plan is sent."""
    consultant.goto("/start/")
    consultant.get_by_role("link", name="Stevns").click()
    consultant.get_by_role("link", name="Tjekliste", exact=True).click()
    consultant.get_by_role("button", name="Tilføj et punkt").click()
    expect(consultant.get_by_label("Dokument", exact=True)).to_have_count(9)
    consultant.get_by_label("Dokument", exact=True).last.fill("Notat om mellemformer")
    look(consultant, "screening-4-checklist")
    consultant.get_by_role("button", name="Gem tjeklisten").click()
    expect(consultant.get_by_text("Tjeklisten er gemt.")).to_be_visible()
    press(consultant, "Send planen til kommunen", "Send planen")
    expect(consultant.get_by_text("Planen er sendt til Stevns Kommune.")).to_be_visible()


def answer(municipality: Page, look: Look) -> None:
    """A file with a CPR number is refused, one without is taken, and a document does not exist."""
    municipality.goto("/kommune/0336/")
    municipality.get_by_role("link", name="Send 9 dokumenter til foranalysen").first.click()
    expect(municipality.get_by_text("0 af 9")).to_be_visible()
    first = municipality.locator(".asked > li").first
    first.get_by_label("Fil").set_input_files([sent("Elever.docx", f"Elev {files.CPR}")])  # type: ignore[list-item]
    first.get_by_role("button", name="Send").click()
    expect(municipality.get_by_role("alert")).to_contain_text(f"{files.MASKED} i afsnit 1")
    look(municipality, "screening-5-refused")
    first.get_by_label("Fil").set_input_files([sent("Politik.docx", "Vores politik")])  # type: ignore[list-item]
    first.get_by_role("button", name="Send").click()
    expect(municipality.get_by_text("“Politik.docx” er sendt.")).to_be_visible()
    second = municipality.locator(".asked > li").nth(1)
    second.get_by_text("Findes det ikke hos jer?").click()
    second.get_by_label("Hvorfor findes det ikke?").fill("Regnskabet er ikke lukket")
    second.get_by_role("button", name="Skriv, at det ikke findes").click()
    expect(municipality.get_by_text("2 af 9")).to_be_visible()
    look(municipality, "screening-6-answered")


def interview(consultant: Page, look: Look) -> None:
    """What the municipality sent is D1; an interview is I1, once."""
    consultant.get_by_role("link", name="Kilder", exact=True).click()
    expect(consultant.get_by_role("row", name="D1")).to_contain_text("Politik.docx")
    consultant.get_by_role("link", name="Tilføj interview").click()
    consultant.get_by_label("Rolle").fill("PPR")
    consultant.get_by_label("Dato").fill(f"{YEAR}-02-03")
    consultant.get_by_label("Antal personer").fill("3")
    look(consultant, "screening-7-interview")
    consultant.get_by_role("button", name="Tilføj interviewet").dblclick()
    expect(consultant.get_by_text("I1 er tilføjet.")).to_be_visible()
    consultant.get_by_role("link", name="Overblik", exact=True).click()
    look(consultant, "screening-9-overview")


def assess(page: Page, number: int, level: int) -> None:
    """A level with reasons, how much there is to win, and a finding from two sources."""
    page.locator(f"#niveau-{level}").check()
    page.get_by_label("Begrundelse").fill(REASONS.format(number=number))
    page.get_by_label("Hvor meget er der at vinde?").select_option("4")
    page.get_by_label("Hvornår kan det gøres?").select_option("3")
    expect(page.locator("#set [name=initial-feasibility]")).to_have_value("3")
    page.get_by_role("link", name="Tilføj fund").click()
    page.get_by_label("Udfordring" if level < 3 else "Styrke").check()
    page.get_by_label("Fund", exact=True).fill(f"Iagttagelse {number} står i politikken, og skolerne siger det samme.")
    for place, label in enumerate(("D1 Politik.docx", "I1 Interview med PPR")):
        page.get_by_label("Kilde").nth(place).select_option(label=label)
    page.get_by_role("button", name="Gem fundet").click()
    expect(page.get_by_text("Fundet er gemt.")).to_be_visible()


def conclude(page: Page) -> None:
    """A recommendation on the last lever, and the overall assessment."""
    page.get_by_role("link", name="Skriv anbefaling").click()
    page.get_by_label("Justér praksis").check()
    page.get_by_label("Overskrift").fill("Lov svar inden for seks uger")
    page.get_by_label("Anbefaling", exact=True).fill("Skriv fristen i kvitteringen til forældrene.")
    page.get_by_role("button", name="Gem anbefalingen").click()
    page.get_by_role("link", name="Videre til den samlede vurdering").click()
    page.get_by_label("Overskrift", exact=True).first.fill("I er på vej")
    page.get_by_label("Det står der bag").first.fill("Det meste er aftalt og bliver brugt.")
    page.get_by_role("button", name="Gem den samlede vurdering").click()
    expect(page.get_by_text("Den samlede vurdering er gemt.")).to_be_visible()


def hold_workshop(new_person: NewPerson, lead: Page, screening: Screening) -> None:
    """Three phones see lever 1 otherwise than the consultants; it is closed, and written as a source."""
    lead.goto(f"/screeninger/{screening.pk}/workshop/")
    lead.get_by_role("button", name="Åbn workshoppen").click()
    code = lead.locator(".workshop-code").inner_text()
    phones = [new_person() for _ in range(3)]
    for phone in phones:
        phone.goto("/workshop/")
        phone.get_by_label("Kode").fill(code)
        phone.get_by_role("button", name="Gå til workshoppen").click()
    lead.get_by_role("button", name="Sæt greb 1 på skærmen").click()
    for phone, level in zip(phones, (1, 2, 2), strict=True):
        choose(phone, level)
    expect(lead.locator(".workshop-count")).to_have_text("3 svar")
    press(lead, "Luk workshoppen", "Luk workshoppen")
    lead.get_by_role("button", name="Skriv som kilde").click()
    lead.get_by_label("Deltagere efter rolle").fill("2 skoleledere\n1 PPR")
    lead.get_by_role("button", name="Gem", exact=True).click()
    expect(lead.get_by_role("row", name="W1")).to_contain_text("2 skoleledere, 1 PPR")
    lead.goto(f"/screeninger/{screening.pk}/greb/1/")
    expect(lead.get_by_role("heading", name="Stort spænd")).to_be_visible()


def deliver(page: Page, reader: Page, screening: Screening) -> None:
    """Jonas sends it to Helle, who approves, and delivers it."""
    address = f"/screeninger/{screening.pk}/kollegalaesning/"
    page.goto(address)
    expect(page.get_by_label("Hvem skal læse med?")).to_have_value(str(screening.reviewer_id))
    page.get_by_role("button", name="Send til kollegalæsning").click()
    expect(page.get_by_role("heading", name="Hos en kollega")).to_be_visible()
    reader.goto(address)
    press(reader, "Godkend til levering", "Godkend")
    expect(reader.get_by_role("heading", name="Læst og godkendt")).to_be_visible()
    page.goto(address)
    press(page, "Lever rapporten til Stevns Kommune", "Lever rapporten")
    expect(page.get_by_role("heading", name="Leveret")).to_be_visible()
    make_files()


def comment(colleague: Page, consultant: Page, look: Look) -> None:
    """The municipality reads its report and remarks on a lever; the consultant answers."""
    colleague.goto("/kommune/0336/")
    colleague.get_by_role("link", name="Læs rapporten om skoleområdet").first.click()
    expect(colleague.get_by_role("heading", name="Jeres rapport")).to_be_visible()
    with colleague.expect_download() as fetched:
        colleague.get_by_role("link", name="Rapport: Stevns Kommune, skoleområdet, version 1").click()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(fetched.value.path().read_bytes())).pages)
    words = " ".join(text.split())
    assert [number for number in range(1, 8) if REASONS.format(number=number) not in words] == []
    assert ("2 skoleledere og 1 PPR" in words, "Kladde" in words) == (True, False)
    colleague.get_by_role("link", name="Kommentér greb 5").click()
    colleague.get_by_role("button", name="Send kommentaren").click()
    expect(colleague.get_by_text("Skriv kommentaren").first).to_be_visible()
    look(colleague, "screening-11-comment")
    colleague.get_by_label("Kommentar", exact=True).fill("Vi er enige, men fristen blev ændret i foråret.")
    colleague.get_by_role("button", name="Send kommentaren").dblclick()
    expect(colleague.locator("#greb-5").get_by_text("venter på svar")).to_be_visible()
    consultant.get_by_role("link", name="Kommunens kommentarer").click()
    expect(consultant.get_by_label("Svar")).to_be_visible()
    look(consultant, "screening-12-comments")
    consultant.get_by_label("Svar").fill("Tak. Det står nu i planen for næste skridt.")
    consultant.get_by_role("button", name="Send svaret").click()
    expect(consultant.get_by_text("Svaret er sendt til Anders Friis.")).to_be_visible()


def accept(page: Page, home: str, look: Look) -> None:
    """The coordinator reads the answer and accepts."""
    page.goto(home)
    expect(page.get_by_text("Det står nu i planen for næste skridt.")).to_be_visible()
    page.get_by_role("link", name="Godkend rapporten").click()
    look(page, "screening-13-accept")
    page.get_by_role("button", name="Godkend rapporten").dblclick()
    expect(page.get_by_text("Rapporten er godkendt. Konsulenterne har fået besked.")).to_be_visible()


def test_from_the_order_to_the_network(
    new_person: NewPerson,
    look: Look,
    programme: Programme,
    ordered: Screening,
    signe: User,
    jonas: User,
    mette: User,
    anders: User,
) -> None:
    helle = world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)
    staff, consultant, page = new_person(signe), new_person(jonas), new_person(mette)
    plan(staff, look)
    ask(consultant, look)
    answer(page, look)
    interview(consultant, look)
    for number, level in enumerate(LEVELS, 1):
        consultant.goto(f"/screeninger/{ordered.pk}/greb/{number}/")
        assess(consultant, number, level)
    conclude(consultant)
    hold_workshop(new_person, consultant, ordered)
    ordered.refresh_from_db()
    deliver(consultant, new_person(helle), ordered)
    consultant.goto(f"/screeninger/{ordered.pk}/")
    comment(new_person(anders), consultant, look)
    home = f"/kommune/0336/foranalyser/{ordered.pk}/"
    accept(page, home, look)

    faxe, frede = results.enrolled("Faxe", "0320", programme)
    theirs = results.delivered(faxe, jonas, accepted_by=frede)
    page.get_by_role("link", name="Vis niveauerne for netværket").click()
    expect(page.get_by_text("Faxe Kommune")).to_be_visible()
    look(page, "screening-14-release")
    page.get_by_role("button", name="Vis niveauerne for").click()
    expect(page.get_by_role("heading", name="Jeres netværk kan se niveauerne")).to_be_visible()
    other = new_person(frede)
    other.goto("/kommune/0320/")
    other.get_by_role("link", name="Se niveauerne").click()
    expect(other.get_by_role("row", name="Stevns Kommune").get_by_role("cell")).to_have_text([*map(str, LEVELS)])
    look(other, "screening-15-network")
    other.goto(f"/kommune/0320/foranalyser/{theirs.pk}/")
    expect(other.get_by_role("heading", name="Anbefalinger")).to_be_visible()
    look(other, "screening-8-report")

    for number in range(5):
        enrolment, by = results.enrolled(f"By{number}", f"9{number:02}", programme)
        results.delivered(enrolment, jonas, accepted_by=by)
    benchmarks.publish_due(at=world.NOW)
    page.goto(f"{home}sammenlign/")
    expect(page.get_by_role("img", name="Jeres niveau og benchmark på de syv greb")).to_be_visible()
    look(page, "screening-16-compare")
    staff.goto(f"/administration/programmer/{programme.slug}/foranalyser/")
    staff.get_by_role("link", name="Niveauer på tværs").click()
    staff.get_by_role("link", name="6. Tildelingsmodel").click()
    expect(staff.get_by_role("heading", name="Byg dagene på")).to_be_visible()
    look(staff, "screening-17-levels")

    ordered.refresh_from_db()
    assert (ordered.state, ordered.accepted_by, ordered.released_by) == ("accepted", mette, mette)
    assert (ordered.sources.count(), ordered.comments.count()) == (3, 1)
    assert Report.objects.get(screening=ordered).snapshot["levers"][0]["workshop"]["counts"] == [1, 2, 0, 0, 0]
    steps = [
        "ordered",
        "planned",
        "plan_sent",
        "assessing",
        "submitted",
        "approved",
        "delivered",
        "accepted",
        "released",
    ]
    told = AuditEvent.objects.filter(subject_type="screening", subject_id=str(ordered.pk)).order_by("pk")
    found = [action.removeprefix("screening.") for action in told.values_list("action", flat=True)]
    assert [step for step in found if step in steps] == steps
