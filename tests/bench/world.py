"""Rows for the benchmarks, many at a time."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from partnerships.models import Enrolment, Membership, Municipality, Participation, Programme, Region, Seat
from tests.factories import world
from tests.factories.world import GLN, NOW


def municipalities(count: int, *, first: int) -> list[Municipality]:
    """`count` invented municipalities with codes from `first` on, in base 36."""
    region, _ = Region.objects.get_or_create(name="Region Sjælland", defaults={"code": "1085"})
    rows = [
        Municipality(
            code=code(first + n),
            name=f"Prøveby {first + n}",
            official_name=f"Prøveby {first + n} Kommune",
            region=region,
            cvr="29208654",
            population=20_000 + n % 1000,
            population_date=date(2026, 1, 1),
            area_km2=Decimal("250.0"),
            latitude=Decimal("55.3"),
            longitude=Decimal("12.3"),
            group=4,
            group_name="Oplandskommuner",
        )
        for n in range(count)
    ]
    return Municipality.objects.bulk_create(rows, batch_size=5000)


def code(number: int) -> str:
    """A four-character code that no real municipality has: starts with a letter."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    for _ in range(3):
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return digits[10 + number] + text


def drafts(programme: Programme, rows: list[Municipality], by: User) -> list[Enrolment]:
    """A complete draft in both areas for each municipality, of which `by` is a coordinator."""
    Membership.objects.bulk_create(
        Membership(user=by, municipality=row, role="coordinator", state="active", requested_at=NOW, approved_at=NOW)
        for row in rows
    )
    made = _enrolments(programme, rows, by, state="draft")
    _seats(programme, made)
    return made


def bindings(programme: Programme, rows: list[Municipality], by: User) -> list[Enrolment]:
    """A binding enrolment for each municipality, with seats; four in five have an EAN number."""
    made = _enrolments(programme, rows, by, state="binding", submitted_at=NOW, submitted_by=by)
    _seats(programme, made)
    return made


def _enrolments(programme: Programme, rows: list[Municipality], by: User, **fields: object) -> list[Enrolment]:
    return Enrolment.objects.bulk_create(
        [
            Enrolment(
                programme=programme,
                municipality=row,
                contact_name="Kontakt",
                contact_title="Centerchef",
                contact_email="kontakt@proeveby.example",
                ean_number=GLN if n % 5 else "",
                person_reference="Kontakt",
                net_amount=Decimal(110_000),
                seat_count=10,
                created_at=NOW,
                created_by=by,
                updated_at=NOW,
                updated_by=by,
                furthest_step=5,
                **fields,
            )
            for n, row in enumerate(rows)
        ],
        batch_size=5000,
    )


def _seats(programme: Programme, made: list[Enrolment]) -> None:
    partnerships = list(programme.partnerships.all())
    participations = Participation.objects.bulk_create(
        (Participation(enrolment=enrolment, partnership=p) for enrolment in made for p in partnerships),
        batch_size=5000,
    )
    Seat.objects.bulk_create(
        (Seat(participation=participation, number=n) for participation in participations for n in range(1, 6)),
        batch_size=10_000,
    )


def programme(slug: str) -> Programme:
    """An open programme with 2022's prices, whose deadline is far away."""
    row = world.programme(slug)
    Programme.objects.filter(pk=row.pk).update(deadline_at=NOW.replace(year=2099))
    row.refresh_from_db()
    return row
