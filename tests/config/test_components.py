"""The shared pieces of pages: what they say, and what they say to those who cannot see."""

import datetime as dt
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone

READY_AT = dt.datetime(2026, 11, 24, 9, 58, tzinfo=dt.UTC)


def component(name: str, path: str = "/", /, **values: object) -> BeautifulSoup:
    """One component as a page would include it."""
    names = " ".join(f"{key}={key}" for key in values)
    template = Template(f'{{% include "components/{name}.html" with {names} only %}}')
    html = template.render(RequestContext(RequestFactory().get(path), values))
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(("kind", "role"), [("error", "alert"), ("success", "status")])
def test_a_message_that_just_came_is_read_aloud(kind, role):
    page = component("alert", kind=kind, text="Kladden er <gemt>", live=True)

    assert (page.div["role"], page.get_text(strip=True)) == (role, "Kladden er <gemt>")


def test_pages_keep_the_filter():
    page = component("pagination", "/liste/?status=kladde&side=5", page=Paginator(range(200), 20).page(5))

    links = [(link["aria-label"], link["href"]) for link in page.select("a")]
    assert links[0] == ("Forrige side", "?status=kladde&side=4")
    assert [label for label, _ in links[1:-1]] == [
        "Side 1",
        "Side 3",
        "Side 4",
        "Side 5",
        "Side 6",
        "Side 7",
        "Side 10",
    ]
    assert page.select_one("[aria-current=page]").get_text() == "5"


def test_a_single_page_needs_no_page_chooser():
    assert component("pagination", page=Paginator(range(3), 20).page(1)).get_text(strip=True) == ""


@pytest.mark.parametrize(
    ("sort", "order", "href"),
    [
        ("navn", "ascending", "?q=x&sort=-navn"),
        ("-navn", "descending", "?q=x&sort=navn"),
        ("dato", None, "?q=x&sort=navn"),
    ],
)
def test_a_column_head_says_its_order_and_offers_the_other(sort, order, href):
    page = component("sort_header", f"/?q=x&sort={sort}&side=3", label="Kommune", key="navn", sort=sort)

    assert (page.th.get("aria-sort"), page.a["href"]) == (order, href)


def test_steps_are_a_sentence_too():
    steps = [
        {"number": 1, "title": "Kontakt", "state": "done", "url": "/1/"},
        {"number": 2, "title": "Hvad vi køber", "state": "current", "url": "/2/"},
        {"number": 3, "title": "Deltagere", "state": "disabled"},
    ]
    page = component("step_indicator", steps=steps)

    assert page.select_one(".step-now").get_text() == "Trin 2 af 3: Hvad vi køber"
    assert [link["href"] for link in page.select("a")] == ["/1/"]
    assert page.select_one("[aria-current=step]").get_text(strip=True) == "2. Hvad vi køber"


@pytest.mark.parametrize(
    ("state", "polls", "links", "says"),
    [
        ({"is_waiting": True, "progress": 42, "progress_text": "Side 5 af 12."}, "/status/", [], "Side 5 af 12."),
        ({"is_ready": True}, None, ["/hent/"], "PDF, 148 kB · klar 24. nov. 10.58"),
        ({"is_failed": True, "failure": "Et billede kunne ikke læses."}, None, [], "Intet er gået tabt."),
    ],
)
def test_a_document_says_how_far_it_is(monkeypatch, state, polls, links, says):
    monkeypatch.setattr(timezone, "now", lambda: READY_AT)
    document = SimpleNamespace(
        pk=7, title="Kvittering", media_type="application/pdf", size=148_200, ready_at=READY_AT, **state
    )
    page = component("document_card", document=document, poll_url="/status/", download_url="/hent/", retry_url="/igen/")
    card = page.select_one("#document-7")

    assert card.get("hx-get") == polls
    assert [link["href"] for link in card.select("h3 a")] == links
    assert says in card.get_text()
    assert [form["action"] for form in card.select("form")] == (["/igen/"] if "is_failed" in state else [])


def test_a_number_can_be_called():
    page = component("contact", name="Ida Lund", email="ida@kl.example", phone="+45 00 00 (00) 01")

    assert [(link["href"], link.get_text()) for link in page.select("a")] == [
        ("mailto:ida@kl.example", "ida@kl.example"),
        ("tel:+4500000001", "+45 00 00 (00) 01"),
    ]


def test_what_lies_near_the_capital_is_drawn_larger_too_for_the_mouse_alone():
    areas = [
        {"name": name, "url": f"/{name}/", "path": "M0,0Z", "status": "none", "status_label": "-", "near_capital": near}
        for name, near in (("Stevns", False), ("Tårnby", True))
    ]
    page = component("map", areas=areas, has_inset=True)

    inset = page.select_one("svg[data-inset]")
    assert [link["href"] for link in page.select("svg")[0].select("a")] == ["/Stevns/", "/Tårnby/"]
    assert [(link["href"], link["tabindex"]) for link in inset.select("a")] == [("/Tårnby/", "-1")]
    assert inset["aria-hidden"] == "true"
    assert component("map", areas=areas).select("[data-inset]") == []


@pytest.mark.parametrize(
    ("at", "is_open", "says"),
    [
        (dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), True, "53 dage tilbage"),
        (dt.datetime(2027, 1, 14, 22, 59, tzinfo=dt.UTC), True, "1 dag tilbage"),
        (dt.datetime(2027, 1, 14, 23, 1, tzinfo=dt.UTC), True, "Sidste dag i dag"),
        (dt.datetime(2027, 1, 15, 11, 0, tzinfo=dt.UTC), False, "Fristen er overskredet"),
    ],
)
def test_the_deadline_counts_danish_days(at, is_open, says):
    deadline = dt.datetime(2027, 1, 15, 11, 0, tzinfo=dt.UTC)
    page = component("deadline", deadline=deadline, at=at, open=is_open)

    assert page.select_one(".deadline__days").get_text() == says
    assert page.strong.get_text() == "fredag 15. januar 2027 kl. 12.00"
