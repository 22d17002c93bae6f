"""The demo, built through the use cases, so that it cannot hold a state the portal forbids."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import transaction

from partnerships import enrolments, municipalities, programmes
from partnerships.demo import chapters, enrolling, motion, people
from partnerships.demo.programmes import create_2021, create_2022, create_2027, create_running
from partnerships.models import Enrolment, Municipality, Programme


@transaction.atomic
def build(*, at: datetime) -> None:
    """Fill an empty database: 98 municipalities, four programmes, some forty enrolments and the accounts."""
    call_command("import_municipalities", verbosity=0)
    first = datetime(2021, 5, 3, 9, 0, tzinfo=at.tzinfo)
    administrator = people.administrator()
    for municipality in Municipality.objects.all():
        register_details(municipality, by=administrator, at=first)
    people.others(by=administrator, at=first)

    programme = create_2021(administrator, datetime(2021, 6, 14, 10, 0, tzinfo=at.tzinfo))
    _finish(programme, enrolling.IN_2021, administrator=administrator, today=at)

    programme = create_2022(administrator, datetime(2022, 6, 15, 11, 0, tzinfo=at.tzinfo))
    _finish(programme, enrolling.IN_2022, administrator=administrator, today=at)

    programme = create_running(administrator, at - timedelta(days=320), today=at)
    _start(programme, enrolling.IN_MOTION, administrator=administrator)
    motion.show(programme, by=administrator, today=at)
    chapters.tell(programme, by=administrator, today=at)

    opened = at - timedelta(days=21)
    programme = create_2027(administrator, opened, today=at)
    enrolling.enrol_all(enrolling.IN_2027, programme, administrator=administrator, end=at)
    odense = Enrolment.objects.get(programme=programme, municipality__code="0740")
    enrolments.cancel(
        enrolment=odense,
        by=administrator,
        at=at - timedelta(hours=5),
        reason="Kommunen har bedt om at vente et år. Aftalt med direktøren.",
    )
    chapters.tell(programme, by=administrator, today=at)


def register_details(municipality: Municipality, *, by: people.User, at: datetime) -> None:
    """What the register's file does not say: a mail domain, a contact and, for most, an EAN number."""
    domain = municipalities.demo_domain(municipality.name)
    municipalities.add_email_domain(municipality=municipality, domain=domain, by=by, at=at)
    municipalities.add_contact(
        municipality=municipality,
        name="Direktøren for børn og unge",
        title="Direktør",
        email=f"boern-og-unge@{domain}",
        phone="",
        by=by,
        at=at,
    )
    if int(municipality.code) % 5:
        municipalities.add_ean_number(
            municipality=municipality,
            number=enrolling.gln(int(municipality.code)),
            label="Børn og Unge",
            is_default=True,
            by=by,
            at=at,
        )


def _start(programme: Programme, wishes: tuple[enrolling.Wish, ...], *, administrator: people.User) -> None:
    """Enrol, then let the programme close and run."""
    deadline = programme.deadline_at
    enrolling.enrol_all(wishes, programme, administrator=administrator, end=deadline)
    closed = deadline + timedelta(minutes=1)
    programmes.close(programme=programme, by=None, at=closed)
    programmes.start(programme=programme, by=administrator, at=closed + timedelta(days=14))


def _finish(
    programme: Programme, wishes: tuple[enrolling.Wish, ...], *, administrator: people.User, today: datetime
) -> None:
    """Enrol, then let the programme close, run and end."""
    _start(programme, wishes, administrator=administrator)
    chapters.tell(programme, by=administrator, today=today)
    programmes.finish(programme=programme, by=administrator, at=programme.deadline_at + timedelta(days=250))
