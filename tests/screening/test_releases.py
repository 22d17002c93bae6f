"""Levels are shown to the municipality's own network alone, and can be taken back."""

from typing import Any

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment, Network, NetworkMember, Partnership, Programme
from screening import releases
from screening.models import Screening
from screening.releases import ReleaseRefused
from tests.factories import results, world

pytestmark = pytest.mark.django_db
AT = results.AT


@pytest.fixture
def accepted(binding: Enrolment, mette: User, jonas: User) -> Screening:
    return results.delivered(binding, jonas, accepted_by=mette)


def shown(enrolment: Enrolment) -> list[tuple[str, list[tuple[str, tuple[int | None, ...]]]]]:
    found = releases.shown_to(enrolment.municipality)
    return [(row.area, [(profile.municipality.name, profile.levels) for profile in row.profiles]) for row in found]


def test_what_is_released_is_shown_in_the_network_and_taken_back_it_is_not(
    accepted: Screening, binding: Enrolment, programme: Programme, mette: User
) -> None:
    other, _ = results.enrolled("Faxe", "0320", programme)
    assert shown(other) == [("school", [])]
    for _ in range(2):
        row = releases.release(screening=accepted, by=mette, at=AT)
    assert (row.released_at, row.released_by) == (AT, mette)
    assert shown(other) == [("school", [("Stevns", results.LEVELS)])]
    assert shown(binding) == [("school", [("Stevns", results.LEVELS)]), ("daycare", [])]
    for _ in range(2):
        row = releases.take_back(screening=accepted, by=mette, at=AT)
    assert (row.released_at, row.released_by, shown(other)) == (None, None, [("school", [])])
    events = AuditEvent.objects.filter(subject_type="screening").order_by("pk")
    assert [event.summary for event in events] == [
        "viste de syv niveauer for Netværk skole (foranalyse af skoleområdet)",
        "holdt op med at vise de syv niveauer for netværket (foranalyse af skoleområdet)",
    ]


def test_another_network_of_the_same_programme_is_shown_nothing(
    accepted: Screening, programme: Programme, mette: User
) -> None:
    other, _ = results.enrolled("Faxe", "0320", programme)
    second = Network.objects.create(partnership=Partnership.objects.get(programme=programme, area="school"), number=2)
    NetworkMember.objects.filter(participation__enrolment=other).update(network=second)
    releases.release(screening=accepted, by=mette, at=AT)
    assert shown(other) == [("school", [])]
    assert releases.known_to({other.municipality_id}, area="school") == {other.municipality_id}
    assert releases.others_in(second, but=accepted.municipality) == [other.municipality]


def test_only_what_is_accepted_can_be_shown(binding: Enrolment, mette: User, jonas: User) -> None:
    row = results.delivered(binding, jonas)
    with pytest.raises(ReleaseRefused, match="Godkend rapporten"):
        releases.release(screening=row, by=mette, at=AT)


def test_without_a_network_there_is_nobody_to_show_it_to(accepted: Screening, mette: User) -> None:
    NetworkMember.objects.all().delete()
    with pytest.raises(ReleaseRefused, match="ikke i et netværk"):
        releases.release(screening=accepted, by=mette, at=AT)


def test_who_leaves_the_programme_is_shown_no_more_and_shows_no_more(
    accepted: Screening, programme: Programme, mette: User, jonas: User
) -> None:
    other, _ = results.enrolled("Faxe", "0320", programme)
    releases.release(screening=accepted, by=mette, at=AT)
    Enrolment.objects.filter(pk=other.pk).update(
        state="cancelled", cancelled_at=AT, cancelled_by=jonas, cancel_reason="Prøve"
    )
    assert shown(other) == []
    Enrolment.objects.filter(pk=other.pk).update(state="binding", cancelled_at=None, cancelled_by=None)
    Enrolment.objects.filter(pk=accepted.participation.enrolment_id).update(
        state="cancelled", cancelled_at=AT, cancelled_by=jonas, cancel_reason="Prøve"
    )
    assert shown(other) == [("school", [])]


@pytest.mark.parametrize("count", [1, 3])
def test_a_network_with_many_profiles_takes_no_more_queries(
    programme: Programme, jonas: User, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        enrolment, by = results.enrolled(f"By{number}", f"9{number:02}", programme)
        results.delivered(enrolment, jonas, accepted_by=by, released=True)
    last = enrolment.municipality
    with django_assert_num_queries(4):
        found = releases.shown_to(last)
    assert [len(row.profiles) for row in found] == [count]


def test_the_coordinators_of_the_others_in_the_network_are_told_and_nobody_else(
    accepted: Screening, programme: Programme, mette: User, jonas: User
) -> None:
    other, coordinator = results.enrolled("Faxe", "0320", programme)
    world.member(other.municipality, "laeser@faxe.example", "reader", "Lis Læser")
    elsewhere, _ = results.enrolled("Køge", "0259", programme)
    second = Network.objects.create(partnership=Partnership.objects.get(programme=programme, area="school"), number=2)
    NetworkMember.objects.filter(participation__enrolment=elsewhere).update(network=second)
    for _ in range(2):
        releases.release(screening=accepted, by=mette, at=AT)
    told = Email.objects.filter(record__kind="screening_released")
    assert [(row.to, row.subject, row.record.scope) for row in told] == [
        ([coordinator.email], "Stevns Kommune viser sine niveauer for Netværk skole", "0320")
    ]
    assert "/kommune/0320/netvaerkets-niveauer/" in told[0].message


def test_networks_where_somebody_shows_levels_come_first_with_the_levers_names(
    accepted: Screening, binding: Enrolment, mette: User
) -> None:
    releases.release(screening=accepted, by=mette, at=AT)
    found = releases.shown_to(binding.municipality)
    assert [(row.area, len(row.profiles), len(row.titles)) for row in found] == [("school", 1, 7), ("daycare", 0, 7)]
