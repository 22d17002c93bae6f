"""Every route × every role has an expected answer, and a route without a row fails.

A row says what GET answers for each of ROLES, in that order; POST-only routes have a row for POST, sent empty.
Only reading is tried with full data; what a form does is tested with its page.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import User
from documents import mail, uploads
from partnerships import day_notices, development, materials, membership_invitations, participants
from partnerships.models import (
    DayNotice,
    Enrolment,
    Membership,
    MembershipInvitation,
    Municipality,
    Network,
    Programme,
    Seat,
    SeatHolding,
)
from screening import analysis_models, sources
from tests.access_rows import ALLAUTH, ROWS
from tests.factories import access_strategy, days, planning, screenings
from tests.factories import world as make
from tests.factories.participants import person

ROLES = (
    "anonymous",
    "coordinator",
    "contributor",
    "reader",
    "stranger",
    "newcomer",
    "administrator",
    "finance",
    "consultant",
)


@dataclass
class World:
    """The rows that addresses are made from; everything in it belongs to Stevns."""

    programme: Programme
    unopened: Programme
    municipality: Municipality
    binding: Enrolment
    draft: Enrolment
    people: dict[str, User]
    ids: dict[str, Any]


def routes(patterns: list[Any] | None = None) -> Iterator[URLPattern]:
    """Every leaf of the URLconf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


def names() -> list[str]:
    return sorted({pattern.name or str(pattern.pattern) for pattern in routes()})


def test_every_route_has_a_row() -> None:
    known = {name.removeprefix("POST ") for name in ROWS} | set(ALLAUTH)
    assert [name for name in names() if name not in known] == []
    assert sorted(known - set(names())) == []


@pytest.fixture
def world(
    stevns: Municipality,
    stranger: User,
    mette: User,
    anders: User,
    rikke: User,
    signe: User,
    finn: User,
    jonas: User,
) -> World:
    programme, other = make.programme(), make.programme("et-andet-program")
    binding, draft = make.binding(stevns, programme, mette), make.draft(stevns, other, mette)
    pending = Membership.objects.create(
        user=make.user("venter@stevns.example"), municipality=stevns, role="contributor", requested_at=make.NOW
    )
    mail.queue(to=["x@stevns.example"], subject="x", template="emails/receipt_ready", context={}, kind="receipt")
    invited = membership_invitations.invite(
        municipality=stevns, email="inviteret@stevns.example", name="", role="reader", by=mette, at=timezone.now()
    )
    network = Network.objects.get(partnership__area="school")
    seat = Seat.objects.filter(participation__enrolment=binding).order_by("pk")[0]
    SeatHolding.objects.create(seat=seat, name="A", title="B", email="a@stevns.example", start_date=make.NOW.date())
    school_seat = days.represent(binding, "Lone", mette, number=2, steering=False)
    day = planning.planned(network, signe)
    told_day = planning.confirmed(network, signe, 2, planning.DAY + timedelta(days=28))
    day_notices.prepare(at=make.NOW)
    school = school_seat.participation
    written = development.Content(title="Flere veje")
    development.save(participation=school, content=written, revision=0, by=mette, at=timezone.now())
    milestone = development.add_milestone(
        participation=school, text="Møde", due_date=make.NOW.date(), by=mette, at=timezone.now()
    )
    file = SimpleUploadedFile("Oplæg.pdf", b"%PDF-1.7\n%%EOF\n")
    material = materials.add_file(
        day=day, title="", file=file, checked=uploads.check(file), by=signe, at=timezone.now()
    )
    screenings.model()
    screening = screenings.assessed(binding, jonas)
    request = screening.requests.create(position=1, title="Politik")
    answer = sources.Upload(file, uploads.check(file))
    source = sources.answer_request(request=request, title="", upload=answer, by=mette, at=timezone.now())
    delivered = screenings.delivered(binding, jonas, area="daycare")
    model_draft = analysis_models.begin_draft(area="school", by=signe, at=make.NOW)
    return World(
        programme=programme,
        unopened=make.programme("kladden", state=Programme.State.DRAFT),
        municipality=stevns,
        binding=binding,
        draft=draft,
        people={
            "coordinator": mette,
            "contributor": anders,
            "reader": rikke,
            "stranger": stranger,
            "newcomer": make.user("ny@andet.example", "Ny Person"),
            "administrator": signe,
            "finance": finn,
            "consultant": jonas,
        },
        ids={
            "document": binding.changes.get().receipt_id,
            "seat": seat.pk,
            "draft_seat": Seat.objects.filter(participation__enrolment=draft).order_by("pk")[0].pk,
            "member": Membership.objects.get(user=anders).pk,
            "pending": pending.pk,
            "invitation": getattr(invited, "pk", None) or MembershipInvitation.objects.get().pk,
            "mail": Email.objects.filter(record__kind="receipt").latest("pk").pk,
            "ean": stevns.ean_numbers.get().pk,
            "domain": stevns.email_domains.get().pk,
            "network": network.pk,
            "day": day.pk,
            "told_day": told_day.pk,
            "notice": DayNotice.objects.get(change__day=told_day, address="a@stevns.example").pk,
            "participation": school.pk,
            "milestone": milestone.pk,
            "material": material.pk,
            "school_seat": school_seat.pk,
            "token": participants.token(person()),
            "model_draft": model_draft.pk,
            "screening": screening.pk,
            "delivered": delivered.pk,
            "request": request.pk,
            "source": source.pk,
            "contact": stevns.contacts.create(name="Direktøren", email="direktion@stevns.example").pk,
            **access_strategy.ids(stevns, mette, anders),
        },
    )


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_route_by_every_role(role: str, world: World, as_user: Callable[[User], Client]) -> None:
    client = Client() if role == "anonymous" else as_user(world.people[role])
    client.raise_request_exception = False
    wrong = {}
    for row, (arguments, expected) in ROWS.items():
        method, name = ("post", row.removeprefix("POST ")) if row.startswith("POST ") else ("get", row)
        with transaction.atomic():
            response = getattr(client, method)(reverse(name, kwargs=arguments(world)))
            if response.streaming:
                b"".join(response)  # read to its end, which closes it
            transaction.set_rollback(True)
        if (wanted := expected.split()[ROLES.index(role)]) != str(response.status_code):
            wrong[row] = f"{response.status_code} instead of {wanted}"
    assert wrong == {}
