"""A strategy's pages: read by everybody, written by coordinators, with colleagues' changes told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from partnerships.models import Municipality
from strategy import strategies, strategy_pages
from strategy.models import CyclePhase, GuidingMark, Involvement, Strategy, StrategyVersion
from tests.factories import trial_actions as make

As = Callable[[User], Client]
PUBLIC, LIST, HUB, UNITS, INVOLVEMENT, PLAN = 11, 2, 32, 6, 13, 13


@pytest.fixture
def strategy(stevns: Municipality, mette: User) -> Strategy:
    row = make.strategy(stevns, mette)
    version = row.versions.get()
    version.goal = "Flere venner."
    version.save()
    CyclePhase.objects.create(version=version, position=1, title="Søg", from_month=10, to_month=12)
    return row


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def url(name: str, strategy: Strategy, **more: Any) -> str:
    return reverse(name, kwargs={"slug": strategy.slug, **more})


def rows(prefix: str, *given: dict[str, Any]) -> dict[str, Any]:
    """A posted formset."""
    data = {f"{prefix}-{place}-{name}": value for place, row in enumerate(given) for name, value in row.items()}
    return {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": 0, **data}


def seen(client: Client, strategy: Strategy, part: str) -> dict[str, str]:
    """What a part's page gives to send back."""
    page = soup(client.get(url("strategy_part", strategy, part=part)))
    return {"seen": page.select_one("input[name=seen]")["value"]}


def test_everybody_reads_what_holds_with_its_pictures_and_lists(client: Client, strategy: Strategy) -> None:
    page = soup(client.get(url("strategy", strategy)))
    assert page.h1.get_text() == "Sammen om børnene"
    assert [title.get_text() for title in page.select(".elements h3")] == list(make.ELEMENTS)
    assert page.select_one(".centre-element h3").get_text() == make.CENTRE
    drawn = [svg.title.get_text().split(".")[0] for svg in page.select("figure svg")]
    assert drawn == ["Kvintetmodellen", "Årshjul"]
    assert [link.get_text() for link in page.select(".site-nav a")] == ["Strategien", "Alle strategier", "Vidensportal"]


def test_a_draft_is_seen_by_the_municipality_only(
    as_user: As, client: Client, strategy: Strategy, mette: User, rikke: User, stranger: User, signe: User
) -> None:
    strategies.next_version(strategy=strategy, by=mette, at=timezone.now())
    draft = url("strategy_version", strategy, number=2)
    assert client.get(draft).status_code == 404
    assert [as_user(who).get(draft).status_code for who in (mette, rikke, stranger, signe)] == [200, 200, 404, 200]
    assert "Kladde." in as_user(rikke).get(draft).content.decode()


def test_before_it_is_published_there_is_nothing_for_others(
    as_user: As, client: Client, stevns: Municipality, mette: User, rikke: User, stranger: User
) -> None:
    row = strategies.begin(municipality=stevns, title="Flere med", by=mette, at=timezone.now())
    page = url("strategy", row)
    assert [client.get(page).status_code, as_user(stranger).get(page).status_code] == [404, 404]
    assert as_user(rikke).get(page)["Location"] == url("strategy_version", row, number=1)


def test_it_is_begun_written_part_by_part_and_published(
    as_user: As, client: Client, stevns: Municipality, mette: User
) -> None:
    as_ = as_user(mette)
    begun = as_.post(f"/kommune/{stevns.code}/strategi/ny/", {"title": "Flere med"})
    row = Strategy.objects.get()
    assert begun["Location"] == url("strategy_edit", row)
    refused = as_.post(url("strategy_publish", row), follow=True)
    assert "Den mangler en periode, en vision, et mål" in refused.content.decode()
    texts = {"title": "Flere med", "starts_on": "2027-01-01", "ends_on": "2029-12-31", "vision": "Alle", "goal": "Mål"}
    as_.post(url("strategy_part", row, part="tekster"), texts | seen(as_, row, "tekster"))
    elements = rows(
        "r",
        {"title": "Midten", "is_centre": "on", "ORDER": 3},
        {"title": "Sammen", "bearings": "Vi spørger\r\n\r\nVi hører efter", "ORDER": 2},
        {"title": "Metoder", "ORDER": 1},
    )
    as_.post(url("strategy_part", row, part="elementer"), elements | seen(as_, row, "elementer"))
    cycle = rows("r", {"title": "Søg", "from_month": "10", "to_month": "1", "ORDER": 1})
    as_.post(url("strategy_part", row, part="aarshjul"), cycle | seen(as_, row, "aarshjul"))
    done = as_.post(url("strategy_publish", row), follow=True)
    page = soup(done)
    assert page.select_one(f'.alert a[href="{url("strategy", row)}"]').get_text() == "Se den, som alle kan læse den"
    assert page.select_one(".page-head__actions a").get_text() == "Skriv jeres enheder ind"
    page = soup(client.get(url("strategy", row)))
    assert [title.get_text() for title in page.select(".elements h3")] == ["Metoder", "Sammen"]
    assert [one.get_text() for one in page.select(".bearings li")] == ["Vi spørger", "Vi hører efter"]
    assert "Oktober til januar" in page.select_one(".phases__when").get_text()


def test_a_first_draft_is_deleted_when_asked(as_user: As, stevns: Municipality, mette: User) -> None:
    row, as_ = strategies.begin(municipality=stevns, title="Flere med", by=mette, at=timezone.now()), as_user(mette)
    page = soup(as_.get(url("strategy_edit", row)))
    form = page.select_one("form[data-confirm=slet-kladde]")
    assert "Så forsvinder strategien for alle" in page.select_one("[aria-labelledby=slet] p").get_text()
    assert page.select_one("#slet-kladde h2").get_text() == "Slet strategien?"
    step = row.onboarding.create(position=1, title="Læs", text="Den")
    page = soup(as_.get(url("strategy_edit", row)))
    assert (page.select("#slet-kladde"), page.select("form[data-confirm=slet-kladde]")) == ([], [])
    refused = as_.post(form["action"], follow=True)
    assert "Strategien kan ikke slettes, for den har en introduktion." in refused.content.decode()
    step.delete()
    done = as_.post(form["action"], follow=True)
    assert "Kladden er slettet, og strategien med den." in done.content.decode()
    assert Strategy.objects.count() == 0


def test_a_row_is_added_and_removed_without_saving(as_user: As, strategy: Strategy, mette: User) -> None:
    strategies.next_version(strategy=strategy, by=mette, at=timezone.now())
    page = url("strategy_part", strategy, part="pejlemaerker")
    typed = rows("r", {"title": "Tidlig indsats"})
    grown = soup(as_user(mette).post(page, typed | {"add-row": "1"}))
    assert [field["value"] for field in grown.select("input[name=r-0-title]")] == ["Tidlig indsats"]
    assert len(grown.select("fieldset")) == 2
    assert (GuidingMark.objects.count(), len(grown.select(".form-error-message"))) == (0, 0)
    assert [field["name"] for field in grown.select("[autofocus]")] == ["r-1-title"]
    assert grown.select_one("[data-next] legend").get_text() == "Pejlemærke 2"
    shrunk = soup(as_user(mette).post(page, typed | {"remove-row": "0"}))
    assert len(shrunk.select("fieldset")) == 0
    assert [one["name"] for one in shrunk.select("[data-next]")] == ["add-row"]
    assert soup(as_user(mette).get(page)).select("[autofocus], [data-next]") == []


def test_a_second_element_in_the_middle_is_told_beside_its_field(as_user: As, strategy: Strategy, mette: User) -> None:
    strategies.next_version(strategy=strategy, by=mette, at=timezone.now())
    page, as_ = url("strategy_part", strategy, part="elementer"), as_user(mette)
    elements = rows("r", {"title": "A", "is_centre": "on"}, {"title": "B"}, {"title": "C", "is_centre": "on"})
    answer = as_.post(page, elements | seen(as_, strategy, "elementer"))
    told = soup(answer)
    words = "Kun ét element kan stå i midten. Element 1 gør det allerede."
    field = told.select_one("[name=r-2-is_centre]")
    assert (answer.status_code, field["aria-invalid"]) == (422, "true")
    assert told.select_one(f"#{field['aria-describedby'].split()[-1]}").get_text(strip=True).endswith(words)
    assert told.select_one("[data-error-summary] a")["href"] == f"#{field['id']}"


def test_a_colleague_s_marks_are_shown_and_mine_are_kept(as_user: As, strategy: Strategy, mette: User) -> None:
    strategies.next_version(strategy=strategy, by=mette, at=timezone.now())
    page = url("strategy_part", strategy, part="pejlemaerker")
    seen = soup(as_user(mette).get(page)).select_one("input[name=seen]")["value"]
    as_user(mette).post(page, rows("r", {"title": "Kollegaens"}) | {"seen": seen})
    answer = as_user(mette).post(page, rows("r", {"title": "Mit"}) | {"seen": seen})
    told = soup(answer)
    assert answer.status_code == 422
    assert told.select_one("[aria-labelledby=kollega] li").get_text() == "Kollegaens"
    assert told.select_one("input[name=r-0-title]")["value"] == "Mit"
    again = told.select_one("input[name=seen]")["value"]
    as_user(mette).post(page, rows("r", {"title": "Mit"}) | {"seen": again})
    assert list(GuidingMark.objects.values_list("title", flat=True)) == ["Mit"]


def test_a_colleague_s_texts_are_shown_beside_mine(as_user: As, strategy: Strategy, mette: User) -> None:
    strategies.next_version(strategy=strategy, by=mette, at=timezone.now())
    page = url("strategy_part", strategy, part="tekster")
    seen = soup(as_user(mette).get(page)).select_one("input[name=seen]")["value"]
    as_user(mette).post(page, {"title": "Sammen om børnene", "vision": "Deres", "seen": seen})
    told = soup(as_user(mette).post(page, {"title": "Sammen om børnene", "vision": "Min", "seen": seen}))
    labels = [one.get_text() for one in told.select("[aria-labelledby=kollega] dt")]
    assert (labels, told.select_one("#id_vision").get_text().strip()) == (["Vision"], "Min")


def test_no_cpr_numbers_are_kept(as_user: As, strategy: Strategy, mette: User) -> None:
    strategies.next_version(strategy=strategy, by=mette, at=timezone.now())
    page = url("strategy_part", strategy, part="tekster")
    answer = as_user(mette).post(page, {"title": "Strategi", "vision": "Barnet 010115-1234 er med"})
    assert answer.status_code == 422
    assert StrategyVersion.objects.get(state="draft").vision == "Alle børn er med i fællesskabet."


def test_the_work_is_led_to_from_the_municipality_s_menu(
    as_user: As, stevns: Municipality, strategy: Strategy, rikke: User
) -> None:
    page = soup(as_user(rikke).get(f"/kommune/{stevns.code}/strategi/", follow=True))
    assert page.h1.get_text() == "Arbejdet bag strategien"
    assert "Arbejdet bag" in [link.get_text() for link in page.select(".site-nav a")]
    assert page.select("form[action*=naeste]") == []


def test_the_room_shows_a_card(as_user: As, stevns: Municipality, strategy: Strategy, rikke: User) -> None:
    page = soup(as_user(rikke).get(f"/kommune/{stevns.code}/"))
    link = page.select_one("[aria-labelledby=strategier] a")
    assert (link.get_text(), link["href"]) == ("Sammen om børnene", url("strategy_work", strategy))


def test_what_a_person_has_not_touched_never_undoes_a_colleague(as_user: As, strategy: Strategy, mette: User) -> None:
    as_user(mette).post(url("strategy_next", strategy))
    page = url("strategy_part", strategy, part="tekster")
    first = soup(as_user(mette).get(page))
    fields = {one["name"]: one.get("value", "") for one in first.select("main form input[name]")}
    fields |= {one["name"]: one.get_text().strip() for one in first.select("main form textarea")}
    as_user(mette).post(page, fields | {"vision": "Kollegaens nye vision."})
    told = soup(as_user(mette).post(page, fields | {"goal": "Mit nye mål."}))
    assert told.select_one("[name=vision]").get_text().strip() == "Kollegaens nye vision."
    assert [one.get_text() for one in told.select("[aria-labelledby=kollega] dt")] == ["Mål"]
    again = {name: told.select_one(f"input[name={name}]")["value"] for name in ("seen", "was")}
    mine = fields | {"vision": "Kollegaens nye vision.", "goal": "Mit nye mål."} | again
    assert as_user(mette).post(page, mine).status_code == 302
    draft = strategy.versions.get(state="draft")
    assert (draft.vision, draft.goal) == ("Kollegaens nye vision.", "Mit nye mål.")


@pytest.mark.parametrize(
    ("today", "state", "now"),
    [
        (date(2027, 7, 31), "published", []),
        (date(2027, 10, 1), "published", ["Søg"]),
        (date(2027, 9, 1), "published", []),
        (date(2027, 10, 1), "replaced", []),
        (date(2030, 11, 1), "published", []),
        (date(2027, 10, 1), "draft", ["Søg"]),
    ],
)
def test_the_year_has_a_now_in_the_strategy_s_period_only(
    strategy: Strategy, today: date, state: str, now: list[str]
) -> None:
    strategy.versions.update(starts_on="2027-08-01", ends_on="2030-07-31", state=state)
    page = strategy_pages.page_of(strategy_pages.with_parts(strategy.versions).get(), today=today)
    assert [phase["row"].title for phase in page["phases"] if phase["is_now"]] == now
    assert ("Nu er det" in page["wheel_svg"]) == (state != "replaced" and today.year == 2027 and today.month > 7)


def test_lists_that_were_typed_are_lists(client: Client, strategy: Strategy) -> None:
    said = "Det gælder:\r\n- Skoler\r\n- Dagtilbud & SFO"
    strategy.versions.update(goal=said, introduction=said)
    GuidingMark.objects.create(version=strategy.versions.get(), position=1, title="Alle", text=said)
    page = soup(client.get(url("strategy", strategy)))
    for place in ("[aria-labelledby=maal]", "[aria-labelledby=grundlag]", ".marks"):
        assert [one.get_text() for one in page.select(f"{place} .prose li")] == ["Skoler", "Dagtilbud & SFO"]


@pytest.mark.parametrize("count", [1, 6])
def test_pages_ask_a_constant_number_of_questions(
    as_user: As,
    client: Client,
    strategy: Strategy,
    stevns: Municipality,
    mette: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    version = strategy.versions.get()
    for place in range(count):
        make.unit(stevns, f"Enhed {place}")
        GuidingMark.objects.create(version=version, position=place, title=f"Mærke {place}")
        said = {"held_on": "2026-09-01", "kind": "workshop", "group": f"Gruppe {place}", "people": 3}
        Involvement.objects.create(strategy=strategy, **said)
        strategy.communications.create(due_on="2026-09-01", audience=f"Gruppe {place}", message="Nyt")
        strategy.onboarding.create(position=place, title=f"Trin {place}", text="Læs")
    as_ = as_user(mette)
    with django_assert_num_queries(PUBLIC):
        assert client.get(url("strategy", strategy)).status_code == 200
    with django_assert_num_queries(LIST):
        assert client.get("/strategi/").status_code == 200
    for name, questions in (("strategy_work", HUB), ("involvement", INVOLVEMENT), ("communications", PLAN)):
        with django_assert_num_queries(questions):
            assert as_.get(url(name, strategy)).status_code == 200
    with django_assert_num_queries(UNITS):
        assert as_.get(f"/kommune/{stevns.code}/enheder/").status_code == 200
