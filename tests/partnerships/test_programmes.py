"""The life of a programme, its prices and terms, and the historic rounds as they were."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import InternalError
from django.db.transaction import atomic
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships import (
    enrolments,
    invitation_actions,
    orders,
    price_lists,
    price_table,
    pricing,
    programme_contents,
    programme_days,
    programmes,
)
from partnerships.demo import programmes as rounds
from partnerships.models import Enrolment, Municipality, Partnership, Programme, ProgrammeContact, Terms, TimelineEntry
from partnerships.tasks import close_due_programmes
from tests.factories import world
from tests.factories.world import COPENHAGEN, DEADLINE, NOW

BOTH = ["participation:school", "participation:daycare"]


def prices(single: int = 60_000, **changes: object) -> price_lists.Prices:
    fields: dict = {
        "products": {key: Decimal(single) for key in BOTH},
        "bundles": [(BOTH, Decimal(110_000))],
        "included_participants": 5,
        "min_participants": 1,
        "extra_participant": Decimal(9_995),
        "vat_treatment": "excluded",
    }
    return price_lists.Prices(**(fields | changes))


def complete_draft(signe: User, at: datetime = NOW) -> Programme:
    row = programmes.create(
        title="Stærke fællesskaber på øen",
        year=2027,
        deadline_at=DEADLINE,
        by=signe,
        at=at,
        lead="Kom med.",
        purpose="At blive bedre.",
        content="Fire dage.",
        commitments="I møder op",
    )
    actor = {"programme": row, "by": signe, "at": at}
    programme_contents.set_criteria(texts=["I får viden."], **actor)
    areas = [Partnership(area=area, description="For alle.") for area in ("school", "daycare")]
    programme_contents.set_partnerships(partnerships=areas, **actor)
    contact = ProgrammeContact(name="Praktisk", title="KL", email="praktisk@kl.example")
    programme_contents.set_contacts(contacts=[contact], **actor)
    programme_contents.publish_terms(text="Det er bindende.", **actor)
    price_lists.set_prices(prices=prices(), **actor)
    return row


# --- making -------------------------------------------------------------------------------------------------------


def test_an_empty_draft_lacks_everything_but_its_deadline(db: None, signe: User) -> None:
    row = programmes.create(title="Årets ønske", year=2027, deadline_at=DEADLINE, by=signe, at=NOW)

    assert row.slug == "aarets-oenske-2027"
    assert [item.section for item in programmes.missing_to_open(row, NOW)] == [
        "texts",
        "criteria",
        "areas",
        "prices",
        "terms",
        "contacts",
        "",
    ]
    assert [item.section for item in programmes.missing_to_open(row, DEADLINE)][-2:] == ["deadline", ""]
    with pytest.raises(programmes.NotReady):
        programmes.open_programme(programme=row, by=signe, at=NOW)


def test_two_programmes_of_one_title_have_two_addresses(db: None, signe: User) -> None:
    slugs = [
        programmes.create(title="Sammen", year=2027, deadline_at=DEADLINE, by=signe, at=NOW).slug for _ in range(3)
    ]
    assert slugs == ["sammen-2027", "sammen-2027-2", "sammen-2027-3"]


def test_an_address_taken_in_the_same_second_is_not_tried_twice(
    signe: User, monkeypatch: pytest.MonkeyPatch, programme: Programme
) -> None:
    slugs = iter([programme.slug, "en-anden"])
    monkeypatch.setattr(programmes, "free_slug", lambda title, year: next(slugs))
    row = programmes.create(title="Sammen", year=2027, deadline_at=DEADLINE, by=signe, at=NOW)
    assert row.slug == "en-anden"


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
        "skrev 1 succeskriterier",
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
    assert (draft.revision, draft.updated_by, draft.net_amount) == (read + 1, signe, Decimal(110_000))
    with pytest.raises(enrolments.ChangedMeanwhile):
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


# --- prices -------------------------------------------------------------------------------------------------------


def test_prices_are_locked_by_the_first_binding_enrolment_for_ever(
    binding: Enrolment, programme: Programme, signe: User
) -> None:
    enrolments.cancel(enrolment=binding, by=signe, at=NOW, reason="Fejl")
    with pytest.raises(price_lists.PricesLocked):
        price_lists.set_prices(programme=programme, prices=prices(70_000), by=signe, at=NOW)
    assert programme.price_list.products.get(key="participation:school").price == Decimal(60_000)


def test_nobody_binds_on_a_price_they_have_not_read(draft: Enrolment, mette: User, signe: User) -> None:
    price_lists.set_prices(programme=draft.programme, prices=prices(50_000, bundles=[]), by=signe, at=NOW)

    with pytest.raises(enrolments.ChangedMeanwhile):
        enrolments.submit(
            enrolment=draft,
            by=mette,
            at=NOW,
            signature=enrolments.Signature("Mette Holm", "Centerchef", "Bemyndiget"),
            revision=draft.revision,
        )
    draft.refresh_from_db()
    assert draft.net_amount == Decimal(100_000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"products": {"participation:school": Decimal(60_000)}, "bundles": []},
        {"products": {"participation:sport": Decimal(1)}},
        {"min_participants": 6},
        {"min_participants": 0},
        {"bundles": [(BOTH, Decimal(1)), (BOTH[::-1], Decimal(2))]},
        {"extra_participant": Decimal(-1)},
    ],
)
def test_a_price_list_that_makes_no_sense_is_refused(programme: Programme, signe: User, wrong: dict) -> None:
    with pytest.raises((programmes.ProgrammeRefused, pricing.PricingError)):
        price_lists.set_prices(programme=programme, prices=prices(**wrong), by=signe, at=NOW)
    assert programme.price_list.products.count() == 4


# --- opening, moving, closing -------------------------------------------------------------------------------------


def test_opening_invites_everybody_and_writes_to_each_address_once(
    signe: User, mette: User, anders: User, stevns: Municipality, faxe: Municipality
) -> None:
    stevns.contacts.create(name="Direktøren", email="direktoer@stevns.example")
    stevns.contacts.create(name="Mette", email="METTE.HOLM@stevns.example")
    row = complete_draft(signe)

    opened = programmes.open_programme(programme=row, by=signe, at=NOW)

    assert (opened.state, opened.opened_at) == ("open", NOW)
    assert set(row.invitations.values_list("municipality__code", flat=True)) == {"0336", "0320"}
    assert sorted(to for mail in Email.objects.all() for to in mail.to) == [
        "direktoer@stevns.example",
        "mette.holm@stevns.example",
    ]
    mail = Email.objects.first()
    assert mail.subject == "Invitation: Stærke fællesskaber på øen"
    assert "fredag 15. januar 2027 kl. 12.00 (uge 2)" in mail.message
    assert "/programmer/staerke-faellesskaber-paa-oeen-2027/" in mail.message
    with pytest.raises(programmes.ProgrammeRefused):
        programmes.open_programme(programme=row, by=signe, at=NOW)


def test_a_moved_deadline_tells_everyone_invited_or_drafting(
    signe: User, mette: User, anders: User, rikke: User, stevns: Municipality, faxe: Municipality
) -> None:
    faxe.contacts.create(name="Direktøren", email="direktoer@faxe.example")
    row = programmes.open_programme(programme=complete_draft(signe), by=signe, at=NOW, announce=False)
    world.draft(stevns, row, anders)
    later = DEADLINE + timedelta(days=7)

    moved = programmes.move_deadline(programme=row, deadline_at=later, reason="Vinterferie", by=signe, at=NOW)

    assert moved.deadline_at == later
    assert sorted(to for mail in Email.objects.all() for to in mail.to) == [
        "anders.friis@stevns.example",
        "direktoer@faxe.example",
        "mette.holm@stevns.example",
    ]
    text = Email.objects.first().message
    assert "fredag 22. januar 2027 kl. 12.00" in text
    assert "Vinterferie" in text
    event = AuditEvent.objects.get(action="programme.deadline_moved")
    assert event.data == {"old": DEADLINE.isoformat(), "new": later.isoformat(), "reason": "Vinterferie"} or (
        datetime.fromisoformat(event.data["old"]),
        datetime.fromisoformat(event.data["new"]),
    ) == (DEADLINE, later)


def test_a_deadline_moved_into_the_past_closes_and_into_the_future_opens_again(
    programme: Programme, signe: User
) -> None:
    closed = programmes.move_deadline(
        programme=programme, deadline_at=NOW - timedelta(seconds=1), reason="Fuldt", by=signe, at=NOW
    )
    assert (closed.state, closed.closed_at) == ("closed", NOW)
    again = programmes.move_deadline(
        programme=programme, deadline_at=DEADLINE, reason="Plads til flere", by=signe, at=NOW
    )
    assert (again.state, again.closed_at) == ("open", None)


def test_moving_a_deadline_takes_a_reason_and_a_change(programme: Programme, signe: User) -> None:
    for deadline, reason in ((DEADLINE, "Samme"), (DEADLINE + timedelta(days=1), "  ")):
        with pytest.raises(programmes.ProgrammeRefused):
            programmes.move_deadline(programme=programme, deadline_at=deadline, reason=reason, by=signe, at=NOW)
    assert Email.objects.count() == 0


def test_the_clock_closes_a_second_after_the_deadline_and_only_once(programme: Programme) -> None:
    assert programmes.close_due(at=DEADLINE) == 0
    assert programmes.close_due(at=DEADLINE + timedelta(seconds=1)) == 1
    assert programmes.close_due(at=DEADLINE + timedelta(seconds=2)) == 0
    programme.refresh_from_db()
    assert (programme.state, programme.closed_at) == ("closed", DEADLINE + timedelta(seconds=1))


def test_the_task_leaves_a_programme_with_time_left(db: None, signe: User) -> None:
    row = world.programme()
    Programme.objects.filter(pk=row.pk).update(deadline_at=datetime(2099, 1, 1, tzinfo=COPENHAGEN))
    assert close_due_programmes() == 0


def test_only_the_steps_of_its_life(programme: Programme, signe: User) -> None:
    actor = {"programme": programme, "by": signe}
    for step in (programmes.start, programmes.finish, programmes.close):
        with pytest.raises(programmes.ProgrammeRefused):
            step(**actor, at=NOW)
    after = DEADLINE + timedelta(days=1)
    assert [
        programmes.close(**actor, at=after).state,
        programmes.start(**actor, at=after).state,
        programmes.finish(**actor, at=after).state,
    ] == ["closed", "running", "finished"]
    with pytest.raises(programmes.ProgrammeRefused):
        programme_contents.update_texts(**actor, at=after, lead="For sent")


# --- rolling forward ----------------------------------------------------------------------------------------------


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


# --- the historic rounds ------------------------------------------------------------------------------------------


@pytest.fixture
def round_2021(stevns: Municipality, signe: User) -> Programme:
    return rounds.create_2021(signe, datetime(2021, 6, 14, 10, 0, tzinfo=COPENHAGEN))


@pytest.fixture
def round_2022(stevns: Municipality, signe: User) -> Programme:
    return rounds.create_2022(signe, datetime(2022, 6, 15, 11, 0, tzinfo=COPENHAGEN))


def net(programme: Programme, screenings: tuple[str, ...] = (), **participants: int) -> Decimal:
    return orders.quote(programme, orders.Order(participants=participants, screenings=screenings)).net


def test_2022_as_it_was(round_2022: Programme) -> None:
    assert round_2022.deadline_at == datetime(2022, 9, 19, 23, 59, 59, tzinfo=COPENHAGEN)
    assert round_2022.success_criteria.count() == 5
    assert net(round_2022, school=5) == Decimal(60_000)
    assert net(round_2022, school=5, daycare=5) == Decimal(110_000)
    assert net(round_2022, school=7, daycare=6) == Decimal(139_985)
    assert net(round_2022, ("school",), school=5) == Decimal(160_000)
    assert net(round_2022, ("school", "daycare"), school=5, daycare=5) == Decimal(280_000)
    assert round_2022.price_list.vat_rate == 0


def test_2021_as_it_was(round_2021: Programme) -> None:
    assert round_2021.deadline_at == datetime(2021, 8, 16, 12, 0, tzinfo=COPENHAGEN)
    assert (round_2021.case_id, round_2021.document_id) == ("SAG-2021-00945", "3069036")
    assert (round_2021.success_criteria.count(), len(round_2021.theme_list)) == (3, 8)
    assert list(round_2021.timeline.values_list("start_date", "is_virtual")) == [
        (date(2021, 9, 14), False),
        (date(2021, 11, 25), True),
        (date(2022, 1, 13), True),
        (date(2022, 3, 15), False),
    ]
    assert [net(round_2021, daycare=count) for count in (3, 5)] == [Decimal(55_000), Decimal(55_000)]
    for count in (2, 6):
        with pytest.raises(pricing.PricingError):
            net(round_2021, daycare=count)
    assert round_2021.price_list.vat_rate == Decimal("0.25")
    assert Email.objects.count() == 0


def test_the_open_round_has_its_deadline_on_a_friday_within_eight_weeks(stevns: Municipality, signe: User) -> None:
    row = rounds.create_2027(signe, datetime(2026, 11, 22, 9, 0, tzinfo=COPENHAGEN))
    assert (row.slug, row.deadline_at) == ("boernefaellesskaber-2027", DEADLINE)
    days = programme_days.network_days(row.timeline.all())
    assert programme_days.count_words(days) == "Fire netværksdage"
    assert programme_days.span(row.timeline.all()) == "marts–december 2027"
    assert (days[0].where, [area.text for area in days[0].areas]) == (
        "Odense, fysisk · uge 9",
        ["onsdag 3. marts", "torsdag 4. marts"],
    )


# --- what people read ---------------------------------------------------------------------------------------------


def test_the_price_table_says_what_both_save(programme: Programme) -> None:
    table = price_table.price_table(programme.price_list, ["school", "daycare"])
    assert table.columns == ("Ét område", "Begge områder")
    assert [(row.title, row.prices, row.saved) for row in table.rows] == [
        ("Deltagelse med 5 personer", (Decimal(60_000), Decimal(110_000)), Decimal(10_000)),
        ("Ekstra deltager", (Decimal(9_995), Decimal(9_995)), None),
        ("Foranalyse på de 7 greb", (Decimal(100_000), Decimal(170_000)), Decimal(30_000)),
    ]
    assert table.summary == "60.000 kr. for ét område, 110.000 kr. for begge"


def test_areas_of_different_price_have_a_column_each(programme: Programme, signe: User) -> None:
    products = {"participation:school": Decimal(60_000), "participation:daycare": Decimal(40_000)}
    price_list = price_lists.set_prices(
        programme=programme, prices=prices(products=products, bundles=[]), by=signe, at=NOW
    )
    table = price_table.price_table(price_list, ["daycare", "school"])
    assert table.columns == ("Skole", "Dagtilbud", "Begge områder")
    assert table.rows[0].prices == (Decimal(60_000), Decimal(40_000), Decimal(100_000))
    assert table.rows[0].saved is None


def test_one_area_has_one_price(round_2021: Programme) -> None:
    table = price_table.price_table(round_2021.price_list, ["daycare"])
    assert (table.columns, len(table.rows), table.summary) == (("Pris",), 1, "55.000 kr. pr. kommune")


def test_the_next_step_depends_on_who_reads(
    programme: Programme, mette: User, rikke: User, stranger: User, signe: User, stevns: Municipality
) -> None:
    from django.contrib.auth.models import AnonymousUser

    def labels(person: object, at: datetime = NOW) -> list[str]:
        return [action.label for action in invitation_actions.actions_for(person, programme, at)]

    assert labels(AnonymousUser()) == ["Tilmeld jeres kommune"]
    assert labels(mette) == ["Tilmeld Stevns Kommune"]
    assert labels(rikke) == ["Se jeres medlemmer"]
    assert labels(signe) == ["Se tilmeldingerne"]
    world.draft(stevns, programme, mette)
    assert (labels(mette), labels(stranger)) == (["Fortsæt kladden"], ["Tilmeld Faxe Kommune"])
    Enrolment.objects.all().delete()
    world.binding(stevns, programme, mette)
    after = DEADLINE + timedelta(seconds=1)
    assert (labels(mette), labels(mette, after)) == (["Se jeres tilmelding"], ["Se jeres tilmelding"])
    assert (labels(stranger, after), labels(AnonymousUser(), after)) == ([], [])
