"""The life of a programme, its prices and terms, and the historic rounds as they were."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
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
from partnerships.models import (
    Enrolment,
    Membership,
    Municipality,
    Programme,
)
from partnerships.tasks import close_due_programmes
from tests.factories import world
from tests.factories.programmes import BOTH, complete_draft, prices
from tests.factories.world import COPENHAGEN, DEADLINE, NOW

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


@pytest.mark.parametrize("count", [1, 3])
def test_the_next_steps_of_many_municipalities_take_two_queries(
    programme: Programme, mette: User, count: int, django_assert_num_queries
) -> None:
    for number in range(1, count):
        row = world.municipality(f"09{number:02}", f"Sted{number}")
        Membership.objects.create(
            user=mette, municipality=row, role="coordinator", state="active", requested_at=NOW, approved_at=NOW
        )
        world.draft(row, programme, mette)
    with django_assert_num_queries(2):
        found = invitation_actions.actions_for(mette, programme, NOW)
    assert [action.label for action in found] == ["Fortsæt kladden"] * (count - 1) + ["Tilmeld Stevns Kommune"]


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
