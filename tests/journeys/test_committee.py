"""A committee in a real browser: three members, one in conflict; then 20 of 34 are selected and all are told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from post_office.models import Email

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import BoardChoice, CommitteeReview, Round, TrialAction
from tests.factories import committee as make
from tests.factories import trial_actions

pytestmark = pytest.mark.browser


@pytest.fixture
def room(stevns: Municipality, mette: User) -> trial_actions.Room:
    made = trial_actions.room(stevns, mette)
    for name, kind, part in (
        ("Åskolen", "school", "Syd"),
        ("PPR", "ppr", ""),
        ("Børnehuset Havblik", "daycare", "Øst"),
    ):
        made.units.append(trial_actions.unit(stevns, name, kind, part))
    return made


def give_points(page: Page, points: int, comment: str) -> None:
    """The same points on every criterion, and why."""
    for scale in page.locator(".judge__scale").all():
        scale.locator(f"input[value='{points}']").check()
    page.get_by_label("Begrundelse").fill(comment)
    page.get_by_role("button", name="Afgiv bedømmelsen").click()
    expect(page.get_by_text("Din bedømmelse er afgivet.")).to_be_visible()


def test_three_members_and_one_conflict(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    room: trial_actions.Room,
    anders: User,
) -> None:
    first, second, third = make.members(room.round, 3)
    near, other = make.applications(room.round, anders, room.units, 2)
    trial_actions.submitted(room.round, anders, units=room.units[:3], title="Sammen om frikvarteret")
    TrialAction.objects.update(submitted_at=timezone.now() - timedelta(days=1))

    page = new_person(first.user)
    page.goto(reverse("committee", args=[room.round.pk]))
    look(page, "committee-1-reading-list")
    page.get_by_role("link", name="Begynd at læse").click()
    give_points(page, 4, "Lille nok til at lære noget af.")
    page.get_by_role("link", name="Næste: nr. 2").click()
    page.get_by_role("button", name="Afgiv bedømmelsen").click()
    expect(page.get_by_text("Giv point for “Samarbejde”").first).to_be_visible()
    look(page, "committee-2-points-missing")
    give_points(page, 2, "Hvem gør hvad?")

    # The third member is too close to the first application; a minute later nothing shows that it exists.
    page = new_person(third.user)
    page.goto(reverse("committee", args=[room.round.pk]))
    page.get_by_role("link", name="Inhabil? Nr. 1").click()
    look(page, "committee-3-conflict")
    page.get_by_label("Hvorfor er du for tæt på?").fill("Mit barn går i klassen.")
    page.get_by_role("button", name="Meld mig inhabil").click()
    expect(page.get_by_role("heading", name="2 ansøgninger")).to_be_visible()
    assert str(near) not in page.content()
    gone = page.goto(reverse("committee_read", args=[room.round.pk, near.number]))
    assert gone is not None
    assert gone.status == 404

    # The second sees what the first said only when the own points are in, also without JavaScript.
    page = new_person(second.user, javascript=False)
    page.goto(reverse("committee_read", args=[room.round.pk, other.number]))
    expect(page.get_by_text("Skjult, indtil du har afgivet")).to_be_visible()
    assert "Hvem gør hvad?" not in page.content()
    for scale in page.locator(".judge__scale").all():
        scale.locator("input[value='5']").check()
    page.get_by_role("button", name="Afgiv bedømmelsen").click()
    expect(page.get_by_text("Hvem gør hvad?")).to_be_visible()
    page.goto(reverse("board", args=[room.round.pk]))
    expect(page.get_by_text("2 ansøgninger mangler dine point.")).to_be_visible()
    assert page.locator("tbody th[scope=row]").all_inner_texts()[0].startswith(str(other))

    # The first sends the last one back.
    page = new_person(first.user)
    page.goto(reverse("committee_read", args=[room.round.pk, 3]))
    look(page, "committee-4-read")
    page.get_by_text("Send tilbage med spørgsmål").click()
    page.get_by_label("Spørgsmål til ansøgerne").fill(" ")
    page.get_by_role("button", name="Send tilbage").click()
    expect(page.locator("#id_questions_error")).to_be_visible()
    page.get_by_label("Spørgsmål til ansøgerne").fill("Hvem måler, når I har ferie?\nHvor mange børn er det?")
    page.get_by_role("button", name="Send tilbage").click()
    page.get_by_role("dialog").get_by_role("button", name="Send tilbage").click()
    expect(page.get_by_role("heading", name="Hos ansøgerne")).to_be_visible()
    look(page, "committee-5-returned")
    assert [mail.to for mail in Email.objects.all()] == [[anders.email]]
    assert CommitteeReview.objects.filter(state="given").count() == 3


def test_twenty_of_thirty_four_are_selected(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    room: trial_actions.Room,
    mette: User,
    anders: User,
) -> None:
    seats = make.members(room.round, 9)
    rows = make.applications(room.round, anders, room.units, 34)
    make.points(seats, rows)
    Round.objects.update(closes_at=timezone.now())
    BoardChoice.objects.bulk_create(
        BoardChoice(
            trial_action=row,
            choice="reserve" if row.number < 26 else "declined",
            reserve_rank=row.number if row.number < 26 else None,
            grounds="Begynd mindre, og søg gerne igen.",
            changed_at=timezone.now(),
            changed_by=mette,
        )
        for row in rows[20:]
    )

    page = new_person(mette)
    page.goto(reverse("board", args=[room.round.pk]))
    expect(page.locator("svg.dots")).to_have_count(34)

    # Tried out: the count and the spread follow at once, and nothing is saved.
    page.get_by_role("link", name="Prøv af uden at gemme").click()
    page.locator("#v1-s").check()
    expect(page.locator("#antal")).to_have_text("1 af 20 udvalgt")
    page.locator("#v2-s").check()
    expect(page.locator("#antal")).to_have_text("2 af 20 udvalgt")
    look(page, "committee-6-trial")
    assert BoardChoice.objects.filter(choice="selected").count() == 0
    page.reload()
    expect(page.locator("#antal")).to_have_text("2 af 20 udvalgt")
    page.get_by_role("button", name="Gem forsøget i kladden").click()
    expect(page.get_by_text("Kladden er gemt.")).to_be_visible()
    assert BoardChoice.objects.filter(choice="selected").count() == 2

    # One by one, each saved as it is made; the keyboard stays where it was.
    for number in range(3, 20):
        page.locator(f"#v{number}-s").check()
        expect(page.locator("#antal")).to_have_text(f"{number} af 20 udvalgt")
    page.locator("#v20-n").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#antal")).to_have_text("20 af 20 udvalgt")
    expect(page.locator("#v20-s")).to_be_focused()
    look(page, "committee-7-board")
    assert BoardChoice.objects.filter(choice="selected").count() == 20

    # The decision: minutes, a last look, and everybody is told at the same time.
    page.get_by_role("link", name="Træf afgørelsen").click()
    look(page, "committee-8-decide")
    page.get_by_role("button", name="Træf afgørelsen, og send svar").click()
    expect(page.get_by_text("Sæt kryds, når I er klar").first).to_be_visible()
    page.get_by_label("Referat").fill("Alle ni var med.\nVi valgte dem, der er små nok til at lære noget af.")
    page.get_by_label("Vi har set det hele igennem.").check()
    page.get_by_role("button", name="Træf afgørelsen, og send svar").click()
    expect(page.get_by_role("heading", name="Afgørelsen og referatet")).to_be_visible()
    look(page, "committee-9-decided")
    states = list(TrialAction.objects.values_list("state", flat=True))
    assert (states.count("selected"), states.count("reserve"), states.count("declined")) == (20, 5, 9)
    assert Email.objects.filter(to=[anders.email]).count() == 34
    page.goto(reverse("board", args=[room.round.pk]))
    expect(page.get_by_role("heading", name="20 prøvehandlinger er udvalgt")).to_be_visible()
    look(page, "committee-10-decided-board")
    assert Round.objects.get().decided_by == mette
