"""The checklist: put in order by the consultants, answered by the municipality; what is answered stays."""

import pytest

from accounts.models import AuditEvent, User
from screening import checklists, sources
from screening.checklists import Item
from screening.models import DocumentRequest, Screening
from tests.factories import world
from tests.screening.test_sources import upload

AT = world.NOW


@pytest.fixture
def asked(planned: Screening) -> list[DocumentRequest]:
    return [planned.requests.create(position=number, title=title) for number, title in enumerate("AB", 1)]


def save(screening: Screening, items: list[Item], by: User, *, seen: str = "") -> list[tuple[str, str]]:
    mark = seen or checklists.mark_of(screening)
    checklists.set_items(screening=screening, items=items, seen=mark, by=by, at=AT)
    return [(row.title, row.why) for row in screening.requests.all()]


def test_items_are_put_in_order_changed_added_and_dropped(
    planned: Screening, asked: list[DocumentRequest], jonas: User
) -> None:
    kept = asked[1]
    assert save(planned, [Item("Ny", "Til budgettet"), Item("B, ændret", pk=kept.pk)], jonas) == [
        ("Ny", "Til budgettet"),
        ("B, ændret", ""),
    ]
    kept.refresh_from_db()
    assert (kept.position, kept.title) == (2, "B, ændret")
    words = "ændrede tjeklisten til 2 punkter (foranalyse af skoleområdet)"
    assert list(AuditEvent.objects.filter(action="screening.checklist_changed").values_list("summary", flat=True)) == [
        words
    ]


def test_the_same_list_again_is_nothing(planned: Screening, asked: list[DocumentRequest], jonas: User) -> None:
    save(planned, [Item(row.title, row.why, row.pk) for row in asked], jonas, seen="forældet")
    assert not AuditEvent.objects.filter(action="screening.checklist_changed").exists()


def test_two_who_change_it_at_once_are_told(planned: Screening, asked: list[DocumentRequest], jonas: User) -> None:
    seen = checklists.mark_of(planned)
    save(planned, [Item("C")], jonas)
    with pytest.raises(checklists.ChecklistRefused, match="En kollega har ændret"):
        save(planned, [Item("D")], jonas, seen=seen)


def test_an_answered_item_stays(planned: Screening, asked: list[DocumentRequest], jonas: User, mette: User) -> None:
    sources.answer_request(request=asked[0], title="", upload=upload(), by=mette, at=AT)
    checklists.say_not_available(request=asked[1], reason="Vi har ingen", by=mette, at=AT)
    for kept, gone in ((asked[1], "A"), (asked[0], "B")):
        with pytest.raises(checklists.ChecklistRefused, match=f"Kommunen har svaret på “{gone}”"):
            save(planned, [Item(kept.title, pk=kept.pk)], jonas)
    assert planned.requests.count() == 2


def test_it_is_not_endless(planned: Screening, jonas: User) -> None:
    with pytest.raises(checklists.ChecklistRefused, match="højst have 30"):
        save(planned, [Item(str(number)) for number in range(31)], jonas)


def test_a_document_that_does_not_exist_can_be_found_after_all(
    planned: Screening, asked: list[DocumentRequest], mette: User
) -> None:
    row = asked[0]
    for reason in ("Vi har ingen", "Vi har ingen", ""):
        checklists.say_not_available(request=row, reason=reason, by=mette, at=AT)
    row.refresh_from_db()
    assert row.not_available == ""
    told = AuditEvent.objects.filter(action="screening.document_not_available").order_by("pk")
    assert [event.summary for event in told] == [
        "skrev, at “A” ikke findes (foranalyse af skoleområdet)",
        "fortrød, at “A” ikke findes (foranalyse af skoleområdet)",
    ]


def test_a_document_that_has_come_exists(planned: Screening, asked: list[DocumentRequest], mette: User) -> None:
    sources.answer_request(request=asked[0], title="", upload=upload(), by=mette, at=AT)
    with pytest.raises(checklists.ChecklistRefused, match="En kollega har sendt dokumentet imens"):
        checklists.say_not_available(request=asked[0], reason="Nej", by=mette, at=AT)


def test_an_item_that_is_gone_is_not_answered(planned: Screening, asked: list[DocumentRequest], mette: User) -> None:
    DocumentRequest.objects.all().delete()
    with pytest.raises(checklists.ChecklistRefused, match="taget punktet af listen"):
        checklists.say_not_available(request=asked[0], reason="Nej", by=mette, at=AT)
