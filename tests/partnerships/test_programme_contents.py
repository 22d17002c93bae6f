"""What a programme says: texts, criteria, areas and terms, what they change for drafts, and rolling forward."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import InternalError
from django.db.transaction import atomic

from accounts.models import AuditEvent, User
from partnerships import (
    enrolments,
    price_lists,
    programme_contents,
    programmes,
)
from partnerships.models import (
    Enrolment,
    Municipality,
    Partnership,
    Programme,
    Terms,
    TimelineEntry,
)
from tests.factories import world
from tests.factories.programmes import complete_draft, prices
from tests.factories.world import COPENHAGEN, NOW


def test_the_log_keeps_what_a_text_was(programme: Programme, signe: User) -> None:
    programme_contents.update_texts(programme=programme, by=signe, at=NOW, lead="Ny indledning", year=2027)

    event = AuditEvent.objects.get(action="programme.texts_changed")
    assert event.summary == "rettede indledning"
    assert event.data["changed"] == {
        "lead": ["KL og Komponent inviterer jer til et eller to partnerskaber.", "Ny indledning"]
    }


def test_the_line_ends_of_browsers_are_no_change(programme: Programme, signe: User) -> None:
    actor = {"programme": programme, "by": signe, "at": NOW}
    programme_contents.update_texts(
        **actor, lead=programme.lead, commitments="Chefen er med\r\nI giver og modtager sparring"
    )
    programme_contents.update_texts(**actor, purpose="Først\r\nSå")
    programme_contents.set_criteria(**actor, texts=["En\r\nto"])
    programme_contents.set_criteria(**actor, texts=["En\r\nto"])
    areas = [Partnership(area=area, description="A", highlights="B\r\nC") for area in ("school", "daycare")]
    programme_contents.set_partnerships(**actor, partnerships=areas)

    programme.refresh_from_db()
    assert (programme.purpose, programme.success_criteria.get().text) == ("Først\nSå", "En\nto")
    assert set(programme.partnerships.values_list("highlights", flat=True)) == {"B\nC"}
    assert list(AuditEvent.objects.order_by("pk").values_list("summary", flat=True)) == [
        "rettede formål",
        "skrev ét succeskriterium",
        "rettede partnerskaberne: skole, dagtilbud",
    ]


def test_nobody_binds_on_commitments_they_have_not_read(draft: Enrolment, signe: User) -> None:
    actor = {"programme": draft.programme, "by": signe, "at": NOW}
    programme_contents.update_texts(
        **actor, lead="Ny indledning", commitments="Chefen er med\r\nI giver og modtager sparring"
    )
    draft.refresh_from_db()
    read = draft.revision

    programme_contents.update_texts(**actor, commitments="I betaler rejsen selv")

    draft.refresh_from_db()
    assert (draft.revision, draft.updated_by, draft.net_amount) == (read + 1, draft.created_by, Decimal(110_000))
    words = "KL og Komponent har ændret det, I binder jer til, siden du læste kladden. Læs den igen, før du binder jer."
    with pytest.raises(enrolments.ChangedMeanwhile, match=words):
        enrolments.submit(
            enrolment=draft,
            by=signe,
            at=NOW,
            signature=enrolments.Signature("Mette Holm", "Centerchef", "Bemyndiget"),
            revision=read,
        )


def test_an_area_of_a_draft_goes_with_its_prices(signe: User) -> None:
    row = complete_draft(signe)
    wanted = [Partnership(area="school", description="Kun skole")]

    gone = programme_contents.set_partnerships(programme=row, partnerships=wanted, by=signe, at=NOW)

    assert gone == ["Deltagelse, dagtilbud", "Deltagelse, skole og dagtilbud, samlet pris"]
    assert [partnership.area for partnership in row.partnerships.all()] == ["school"]
    assert list(row.price_list.products.values_list("key", flat=True)) == ["participation:school"]
    assert row.price_list.bundles.count() == 0
    assert AuditEvent.objects.latest("pk").data == {"prices_removed": gone}
    assert programmes.missing_to_open(row, NOW)[:-1] == []


def test_an_area_priced_in_a_bundle_only_goes_too(signe: User) -> None:
    row = complete_draft(signe)
    price_lists.set_prices(programme=row, prices=prices(products={}), by=signe, at=NOW)

    gone = programme_contents.set_partnerships(
        programme=row, partnerships=[Partnership(area="school", description="Kun skole")], by=signe, at=NOW
    )

    assert gone == ["Deltagelse, skole og dagtilbud, samlet pris"]
    assert (row.price_list.products.count(), row.price_list.bundles.count()) == (0, 0)
    assert [(item.section, item.text) for item in programmes.missing_to_open(row, NOW)][:1] == [
        ("prices", "Skriv prisen for skole.")
    ]


def test_an_area_with_enrolments_stays(signe: User, stevns: Municipality) -> None:
    row = complete_draft(signe)
    world.draft(stevns, row, signe)
    with pytest.raises(programmes.ProgrammeRefused, match="Der er kladder til dagtilbud"):
        programme_contents.set_partnerships(
            programme=row, partnerships=[Partnership(area="school", description="Kun skole")], by=signe, at=NOW
        )
    assert (row.partnerships.count(), row.price_list.products.count()) == (2, 2)


def test_a_published_programme_keeps_what_it_must_have(programme: Programme, signe: User) -> None:
    actor = {"programme": programme, "by": signe, "at": NOW}
    with pytest.raises(programmes.ProgrammeRefused):
        programme_contents.update_texts(purpose=" ", **actor)
    with pytest.raises(programmes.ProgrammeRefused):
        programme_contents.set_criteria(texts=[], **actor)
    with pytest.raises(programmes.ProgrammeRefused):
        programme_contents.set_contacts(contacts=[], **actor)
    with pytest.raises(programmes.ProgrammeRefused):
        programme_contents.set_partnerships(partnerships=[Partnership(area="school", description="Kun skole")], **actor)
    assert programme.partnerships.count() == 2


def test_terms_get_versions_and_old_ones_stay(programme: Programme, signe: User) -> None:
    again = programme_contents.publish_terms(
        programme=programme, text="Tilmeldingen er bindende.\r\n", by=signe, at=NOW
    )
    new = programme_contents.publish_terms(programme=programme, text="Nye vilkår.", by=signe, at=NOW)

    assert (again.version, new.version) == (1, 2)
    assert list(Terms.objects.values_list("version", "text")) == [(2, "Nye vilkår."), (1, "Tilmeldingen er bindende.")]
    assert new.sha256 == Terms.hash_of("Nye vilkår.")


@pytest.mark.parametrize("change", [lambda rows: rows.update(text="Andet"), lambda rows: rows.delete()])
def test_the_database_refuses_to_rewrite_terms(programme: Programme, change: Callable) -> None:
    with pytest.raises(InternalError, match=r"Cannot (update|delete) rows from partnerships_terms table"), atomic():
        change(Terms.objects.filter(programme=programme))
    assert Terms.objects.get().text == "Tilmeldingen er bindende."


def test_same_weekday_of_the_same_week_a_year_later() -> None:
    assert programme_contents.same_week(date(2026, 9, 16), 1) == date(2027, 9, 22)
    assert programme_contents.same_week(date(2026, 12, 31), 1) == date(2027, 12, 30)


def test_roll_forward_copies_what_it_says_and_not_what_happened(
    binding: Enrolment, programme: Programme, signe: User
) -> None:
    programme_contents.set_timeline(
        programme=programme,
        entries=[TimelineEntry(area="school", title="Netværksdag 1", start_date=date(2027, 3, 3))],
        by=signe,
        at=NOW,
    )
    copy = programme_contents.roll_forward(programme=programme, by=signe, at=NOW)

    assert (copy.title, copy.year, copy.state) == ("Inkluderende børnefællesskaber 2028", 2028, "draft")
    assert copy.deadline_at == datetime(2028, 1, 14, 12, 0, tzinfo=COPENHAGEN)
    assert copy.timeline.get().start_date == date(2028, 3, 1)
    assert copy.terms.get().text == "Tilmeldingen er bindende."
    assert price_lists.prices_of(copy) == price_lists.prices_of(programme)
    assert (copy.case_id, copy.enrolments.count(), programme.timeline.count()) == ("", 0, 1)
    assert programmes.missing_to_open(copy, NOW) == []
