"""Yearly editions: begun once, written, frozen with what the catalogue holds, printed, and never changed."""

from datetime import timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from documents.models import Document
from partnerships.models import Municipality
from strategy import catalogue, edition_snapshot, editions
from strategy.editions import EditionRefused, ForewordChanged
from strategy.models import CatalogueEdition, CatalogueEntry, TrialAction
from tests.factories import catalogue as after
from tests.factories import trial_actions as make

pytestmark = pytest.mark.django_db
AT = after.AT
LATER = AT + timedelta(days=1)


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, anders: User) -> TrialAction:
    return after.measured(make.running(room.round, anders, units=room.units), anders)


@pytest.fixture
def entry(running: TrialAction, anders: User, mette: User) -> CatalogueEntry:
    return after.published(running, anders, mette)


@pytest.fixture
def draft(room: make.Room, mette: User) -> CatalogueEdition:
    return editions.begin(strategy=room.strategy, year=2026, by=mette, at=AT)


def test_a_year_has_one_edition(room: make.Room, draft: CatalogueEdition, mette: User) -> None:
    assert editions.begin(strategy=room.strategy, year=2026, by=mette, at=LATER) == draft
    assert editions.begin(strategy=room.strategy, year=2025, by=mette, at=LATER) != draft
    assert editions.years_to_begin(room.strategy, at=LATER) == [2024, 2023, 2022, 2021, 2020]


def test_a_year_that_has_not_begun_has_no_edition(
    room: make.Room, draft: CatalogueEdition, entry: CatalogueEntry, mette: User
) -> None:
    with pytest.raises(EditionRefused, match="2027 er ikke begyndt"):
        editions.begin(strategy=room.strategy, year=2027, by=mette, at=AT)
    CatalogueEdition.objects.update(year=2027)
    with pytest.raises(EditionRefused, match="2027 er ikke begyndt"):
        editions.publish(edition=draft, by=mette, at=AT)
    assert CatalogueEdition.objects.get().published_at is None


def test_publishing_takes_the_foreword_along(draft: CatalogueEdition, entry: CatalogueEntry, mette: User) -> None:
    row = editions.publish(edition=draft, foreword="Kære læser", seen="", by=mette, at=AT)
    assert (row.foreword, row.content["foreword"]) == ("Kære læser", "Kære læser")
    again = editions.publish(edition=draft, foreword="Kære læser", seen="", by=mette, at=LATER)
    assert again.published_at == AT
    with pytest.raises(EditionRefused, match="udgivet imens"):
        editions.publish(edition=draft, foreword="Et andet", seen="Kære læser", by=mette, at=LATER)
    with pytest.raises(EditionRefused, match="er udgivet"):
        editions.begin(strategy=draft.strategy, year=2026, by=mette, at=LATER)


def test_a_colleagues_foreword_stops_the_publishing(
    draft: CatalogueEdition, entry: CatalogueEntry, mette: User, anders: User
) -> None:
    editions.save(edition=draft, foreword="Mettes", seen="", by=mette, at=AT)
    with pytest.raises(ForewordChanged):
        editions.publish(edition=draft, foreword="Anders'", seen="", by=anders, at=AT)
    assert CatalogueEdition.objects.get().published_at is None


def test_a_colleagues_foreword_is_not_overwritten(draft: CatalogueEdition, mette: User, anders: User) -> None:
    editions.save(edition=draft, foreword="Mettes", seen="", by=mette, at=AT)
    with pytest.raises(ForewordChanged) as refused:
        editions.save(edition=draft, foreword="Anders'", seen="", by=anders, at=AT)
    assert refused.value.foreword == "Mettes"
    assert editions.save(edition=draft, foreword="Anders'", seen="Mettes", by=anders, at=AT).foreword == "Anders'"


def test_an_empty_catalogue_is_not_published(draft: CatalogueEdition, mette: User) -> None:
    with pytest.raises(EditionRefused, match="intet at udgive"):
        editions.publish(edition=draft, by=mette, at=AT)
    assert Document.objects.count() == 0


def test_publishing_freezes_what_the_catalogue_holds(
    draft: CatalogueEdition, entry: CatalogueEntry, mette: User, anders: User
) -> None:
    row = editions.publish(edition=draft, by=mette, at=LATER)
    held = row.content["entries"]
    assert [(one["title"], one["revision"], one["strength_label"]) for one in held] == [
        ("Sammen om frikvarteret", 1, "Tydelig virkning")
    ]
    assert held[0]["units"] == ["Klintskolen", "SFO Klinten"]
    assert held[0]["tried"] == "2. februar 2026 – 14. december 2026"
    assert row.content["elements"] == [*make.ELEMENTS, make.CENTRE]
    assert (row.published_at, row.published_by) == (LATER, mette)
    assert row.sha256 == edition_snapshot.sha256(row.content)
    assert row.document is not None
    assert (row.document.kind, row.document.filename) == ("catalogue_pdf", "katalog-0336-2026.pdf")
    assert row.document.snapshot["hash"] == edition_snapshot.short(row.sha256)
    assert AuditEvent.objects.get(action="strategy.edition_published").summary == "udgav kataloget 2026 med 1 indsats"
    assert [mail.to for mail in Email.objects.filter(subject="Kataloget 2026 er udgivet")] == [[anders.email]]


def test_only_levels_are_printed_never_how_many_children_answered(
    draft: CatalogueEdition, entry: CatalogueEntry, mette: User
) -> None:
    chart = editions.publish(edition=draft, by=mette, at=AT).content["entries"][0]["chart"]
    assert (chart["points"][0], len(chart["points"]), chart["baseline"]) == (0.659574, 22, 8)
    assert {"values", "denominators"} & set(chart) == set()


def test_a_published_edition_stays_when_the_entry_is_changed(
    draft: CatalogueEdition, entry: CatalogueEntry, mette: User
) -> None:
    row = editions.publish(edition=draft, by=mette, at=AT)
    catalogue.retire(entry=entry, by=mette, at=LATER)
    again = editions.publish(edition=row, by=mette, at=LATER)
    assert (again.sha256, again.published_at, Document.objects.count()) == (row.sha256, AT, 1)
    with pytest.raises(EditionRefused, match="kan ikke ændres"):
        editions.save(edition=row, foreword="X", seen="", by=mette, at=LATER)


def test_who_may_fetch_the_pdf(
    draft: CatalogueEdition, entry: CatalogueEntry, mette: User, rikke: User, stranger: User, signe: User
) -> None:
    document = editions.publish(edition=draft, by=mette, at=AT).document
    seen = [Document.objects.visible_to(person).filter(pk=document.pk).exists() for person in (mette, rikke, signe)]  # type: ignore[union-attr]
    assert seen == [True, True, True]
    assert not Document.objects.visible_to(stranger).filter(pk=document.pk).exists()  # type: ignore[union-attr]


def test_entries_are_read_at_one_price(
    room: make.Room, entry: CatalogueEntry, anders: User, mette: User, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        edition_snapshot.build(
            room.strategy, edition_snapshot.entries_of(room.strategy), version=None, year=2026, foreword="", at=AT
        )
    for number in range(2):
        after.published(make.running(room.round, anders, units=room.units, title=f"Nr. {number}"), anders, mette)
    with django_assert_num_queries(3):
        rows = edition_snapshot.entries_of(room.strategy)
        content = edition_snapshot.build(room.strategy, rows, version=None, year=2026, foreword="", at=AT)
    assert len(content["entries"]) == 3
