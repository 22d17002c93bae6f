"""The demo's enrolments: history from 2021 and 2022, and an open programme where Stevns has not enrolled yet."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import User
from partnerships import drafts, enrolments, orders, seats
from partnerships.demo.people import coordinator
from partnerships.models import Enrolment, Municipality, Programme, Seat

TITLES = ("Skolechef", "Dagtilbudschef", "Leder af PPR", "Skoleleder", "Pædagogisk konsulent", "Dagtilbudsleder")
FIRST = ("Alma", "Bo", "Cecilie", "Daniel", "Ellen", "Frode", "Grethe", "Hans", "Inger", "Jørgen", "Karen", "Åse")
LAST = ("Lund", "Vang", "Ø Sund", "Bæk", "Skov", "Eng", "Kær", "Høj", "Dal", "Ås")


@dataclass(frozen=True)
class Wish:
    """What a municipality does in the demo: people in each area, pre-analyses, and how many it names."""

    code: str
    participants: dict[str, int]
    screenings: tuple[str, ...] = ()
    named: int = 99
    step: int = 0  # stop at this step as a draft; 0 binds
    ean: bool = True
    days_before: int = field(default=10)


def gln(number: int) -> str:
    """An invented 13-digit number with a right check digit, in a range for examples."""
    body = f"57900009{number:04d}"
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(body))
    return body + str((10 - total % 10) % 10)


def fill_in(wish: Wish, programme: Programme, *, by: User, at: datetime) -> Enrolment:
    """A draft as the municipality would have typed it, as far as `wish.step` goes."""
    municipality = Municipality.objects.get(code=wish.code)
    enrolment = drafts.begin(programme=programme, municipality=municipality, by=by, at=at)
    if wish.step == 1:
        return enrolment
    enrolment = drafts.save_contact(
        enrolment=enrolment, name=by.name, title=by.title, email=by.email, phone="00 00 00 00", by=by, at=at
    )
    order = orders.Order(participants=wish.participants, screenings=wish.screenings)
    enrolment = drafts.save_order(enrolment=enrolment, order=order, by=by, at=at)
    if wish.step == 3:
        return enrolment
    name_people(enrolment, wish.named, by=by, at=at)
    enrolment = drafts.save_participants_seen(enrolment=enrolment, by=by, at=at)
    if wish.step == 4:
        return enrolment
    return drafts.save_invoicing(
        enrolment=enrolment,
        ean_number=gln(int(wish.code)) if wish.ean else "",
        person_reference=by.name if wish.ean else "",
        requisition_number="",
        case_id=f"SAG-{at.year}-{int(wish.code):05d}",
        note="",
        by=by,
        at=at,
    )


def name_people(enrolment: Enrolment, count: int, *, by: User, at: datetime) -> None:
    """Name the first `count` seats in each area; the first is the relevant manager and steering representative."""
    number = int(enrolment.municipality.code)
    for seat in Seat.objects.filter(participation__enrolment=enrolment, number__lte=count).order_by("pk"):
        first = FIRST[(number + 3 * seat.number + seat.participation_id) % len(FIRST)]
        last = LAST[(number + seat.number) % len(LAST)]
        domain = by.email.split("@")[1]
        seats.name_person(
            seat=seat,
            name=f"{first} {last}",
            title=TITLES[(seat.number - 1) % len(TITLES)],
            email=f"deltager{seat.participation_id}-{seat.number}@{domain}",
            is_relevant_manager=seat.number == 1,
            is_steering_representative=seat.number == 1,
            by=by,
            at=at,
            day=at.date(),
        )


def enrol(wish: Wish, programme: Programme, *, administrator: User, at: datetime) -> Enrolment:
    """Fill in and, unless the wish stops at a step, bind."""
    municipality = Municipality.objects.get(code=wish.code)
    by = coordinator(municipality, by=administrator, at=at)
    enrolment = fill_in(wish, programme, by=by, at=at)
    if wish.step == 0:
        signature = enrolments.Signature(by.name, by.title, "Efter bemyndigelse fra direktøren for børn og unge")
        enrolments.submit(enrolment=enrolment, by=by, at=at, signature=signature)
    return enrolment


BOTH = {"school": 5, "daycare": 5}

IN_2021 = (
    Wish("0336", {"daycare": 5}, days_before=20),
    Wish("0306", {"daycare": 4}, days_before=31),
    Wish("0370", {"daycare": 5}, days_before=12),
    Wish("0461", {"daycare": 3}, days_before=5),
    Wish("0615", {"daycare": 5}, days_before=3),
    Wish("0730", {"daycare": 4}, days_before=2),
    Wish("0851", {"daycare": 5}, days_before=1),
)
IN_2022 = (
    Wish("0336", BOTH, ("school",), days_before=40),
    Wish("0320", {"school": 5}, days_before=33),
    Wish("0259", BOTH, days_before=30),
    Wish("0390", {"school": 7, "daycare": 6}, ("school",), days_before=26),
    Wish("0316", {"daycare": 5}, days_before=21),
    Wish("0410", BOTH, ("school", "daycare"), days_before=19),
    Wish("0479", {"school": 5}, ("school",), days_before=15),
    Wish("0580", BOTH, ("school",), days_before=14),
    Wish("0657", {"daycare": 6}, days_before=11),
    Wish("0751", {"school": 8, "daycare": 8}, days_before=9),
    Wish("0791", BOTH, ("school",), days_before=6),
    Wish("0813", {"school": 5}, days_before=4),
    Wish("0400", BOTH, days_before=2),
)
IN_MOTION = (
    Wish("0336", {"school": 6}, ("school",), days_before=30),
    Wish("0320", {"school": 5}, ("school",), days_before=26),
    Wish("0259", {"school": 5}, ("school",), days_before=21),
    Wish("0390", {"school": 7}, ("school",), days_before=15),
    Wish("0316", {"school": 5}, ("school",), days_before=11),
    Wish("0376", {"school": 5}, named=4, days_before=8),
    Wish("0360", {"school": 5}, days_before=4),
    Wish("0253", {"school": 5}, days_before=2),
)
IN_2027 = (
    Wish("0101", {"school": 9, "daycare": 9}, ("school", "daycare"), days_before=18),
    Wish("0580", BOTH, ("daycare",), named=5, days_before=16),
    Wish("0390", {"school": 6, "daycare": 5}, named=3, days_before=14),
    Wish("0740", {"school": 5}, named=0, days_before=12),
    Wish("0461", BOTH, ("school",), named=4, days_before=9),
    Wish("0851", {"school": 7, "daycare": 6}, named=5, days_before=7),
    Wish("0492", {"daycare": 5}, named=2, days_before=5),
    Wish("0269", {"daycare": 5}, named=0, ean=False, days_before=2),
    Wish("0400", {"school": 5}, named=5, days_before=1),
    Wish("0259", BOTH, step=4, named=2, days_before=6),
    Wish("0779", {"school": 5}, step=3, days_before=4),
    Wish("0630", BOTH, ("school",), step=5, named=5, days_before=3),
    Wish("0751", {"daycare": 5}, step=1, days_before=1),
)


def enrol_all(wishes: tuple[Wish, ...], programme: Programme, *, administrator: User, end: datetime) -> None:
    """Every wish of a round, each so many days before `end`, at a different time of day."""
    for number, wish in enumerate(sorted(wishes, key=lambda wish: -wish.days_before)):
        moment = end - timedelta(days=wish.days_before, hours=number % 6, minutes=7 * number % 60)
        enrol(wish, programme, administrator=administrator, at=moment)
