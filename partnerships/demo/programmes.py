"""The three programmes of the demo, made through the use cases. Contacts are invented roles at .example addresses.

Each function returns an open programme, so that municipalities can enrol in it before it is closed, run and finished.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from accounts.danish import DANISH_TIME, in_danish_time
from accounts.models import User
from partnerships import price_lists, programme_contents, programmes
from partnerships.demo import texts_2021, texts_2022
from partnerships.models import Partnership, PriceList, Programme, ProgrammeContact, TimelineEntry
from partnerships.models.areas import Area, participation_key, screening_key

BOTH = (Area.SCHOOL, Area.DAYCARE)
Vat = PriceList.VatTreatment


def create_2021(by: User, at: datetime) -> Programme:
    """Day care only, 55,000 kr. excluding VAT, three to five participants. `at` is before 16 August 2021 12.00."""
    row = programmes.create(
        title="Stærke børnefællesskaber i dagtilbud",
        year=2021,
        deadline_at=datetime(2021, 8, 16, 12, 0, tzinfo=DANISH_TIME),
        by=by,
        at=at,
        lead=texts_2021.LEAD,
        background=texts_2021.BACKGROUND,
        purpose=texts_2021.PURPOSE,
        content=texts_2021.CONTENT,
        themes=texts_2021.THEMES,
        commitments=texts_2021.COMMITMENTS,
        practical=texts_2021.PRACTICAL,
        case_id="SAG-2021-00945",
        document_id="3069036",
    )
    days = [
        ("Partnerskabsmøde 1", date(2021, 9, 14), False),
        ("Partnerskabsmøde 2", date(2021, 11, 25), True),
        ("Partnerskabsmøde 3", date(2022, 1, 13), True),
        ("Partnerskabsmøde 4", date(2022, 3, 15), False),
    ]
    prices = price_lists.Prices(
        products={participation_key(Area.DAYCARE): Decimal(55_000)},
        bundles=[],
        included_participants=5,
        min_participants=3,
        extra_participant=None,
        vat_treatment=Vat.EXCLUDED,
    )
    contacts = [
        _contact("Partnerskabssekretariatet", "Specialkonsulent, KL", "dagtilbud@kl.example", Area.DAYCARE),
        _contact("Tilmeldingen", "Partnerskabssekretariatet, KL", "tilmelding@kl.example"),
    ]
    return _fill_and_open(
        row,
        criteria=texts_2021.CRITERIA,
        partnerships=[Partnership(area=Area.DAYCARE, description=texts_2021.DAYCARE, highlights=texts_2021.HIGHLIGHTS)],
        timeline=[
            TimelineEntry(area=Area.DAYCARE, title=title, start_date=day, is_virtual=virtual)
            for title, day, virtual in days
        ],
        contacts=contacts,
        terms=texts_2021.TERMS,
        prices=prices,
        by=by,
        at=at,
        announce=False,
    )


def create_2022(by: User, at: datetime) -> Programme:
    """Both areas at 60,000 kr., 110,000 kr. together. `at` is before 19 September 2022.

    The letter gives the day of the deadline only, so it is the day's last second; and it says nothing of VAT.
    """
    row = programmes.create(
        title="Inkluderende almene børnefællesskaber og specialtilbud",
        year=2022,
        deadline_at=datetime(2022, 9, 19, 23, 59, 59, tzinfo=DANISH_TIME),
        by=by,
        at=at,
        lead=(
            "KL og Komponent inviterer jer til et eller to partnerskaber om inkluderende almene fællesskaber og "
            "specialtilbud: ét på skoleområdet og ét på dagtilbudsområdet."
        ),
        **_common_texts(),
    )
    return _fill_and_open(
        row,
        **_common_parts(),
        timeline=[
            TimelineEntry(
                title="Vi ringer til jer om behov og ønsker",
                start_date=date(2022, 9, 20),
                end_date=date(2022, 9, 30),
                is_network_day=False,
            )
        ],
        contacts=[
            _contact("Skoleområdet", "Specialkonsulent, KL", "skole@kl.example", Area.SCHOOL),
            _contact("Dagtilbudsområdet", "Chefkonsulent, Komponent", "dagtilbud@komponent.example", Area.DAYCARE),
            _contact("Tilmeldingen", "Partnerskabssekretariatet, KL", "tilmelding@kl.example"),
        ],
        prices=_prices(Vat.UNSTATED),
        by=by,
        at=at,
        announce=False,
    )


def create_running(by: User, at: datetime, *, today: datetime) -> Programme:
    """The one in motion: schools only, with a deadline some nine months before `today`, opened at `at`."""
    friday = in_danish_time(today).date() - timedelta(days=265)
    friday -= timedelta(days=(friday.weekday() - 4) % 7)
    row = programmes.create(
        title=f"Fællesskaber i skolen {today.year}",
        year=today.year,
        deadline_at=datetime.combine(friday, time(12, 0), tzinfo=DANISH_TIME),
        by=by,
        at=at,
        lead="KL og Komponent inviterer til et partnerskab om skolens inkluderende fællesskaber.",
        names_due_date=friday + timedelta(weeks=2),
        invoice_date=friday + timedelta(weeks=6),
        case_id=f"SAG-{today.year - 1}-00873",
        **_common_texts(),
    )
    parts = _common_parts()
    parts["partnerships"] = [row for row in parts["partnerships"] if row.area == Area.SCHOOL]
    return _fill_and_open(
        row,
        **parts,
        timeline=[
            TimelineEntry(area=Area.SCHOOL, title=f"Netværksdag {number}", start_date=friday + timedelta(days=offset))
            for number, offset in enumerate((51, 135, 227, 289), start=1)
        ],
        contacts=[
            _contact("Ida Lund", "Specialkonsulent, KL", "ida.lund@kl.example", Area.SCHOOL, "00 00 00 01"),
            _contact("Signe Dam", "Projektkoordinator, KL", "signe.dam@kl.example", "", "00 00 00 03"),
        ],
        prices=price_lists.Prices(
            products={participation_key(Area.SCHOOL): Decimal(60_000), screening_key(Area.SCHOOL): Decimal(100_000)},
            bundles=[],
            included_participants=5,
            min_participants=1,
            extra_participant=Decimal(9_995),
            vat_treatment=Vat.EXCLUDED,
        ),
        by=by,
        at=at,
        announce=False,
    )


def create_2027(by: User, at: datetime, *, today: datetime | None = None) -> Programme:
    """The open one, opened at `at`: the prices of 2022 excluding VAT.

    The deadline is the last Friday within eight weeks of `today` (or `at`); seen from November 2026 it is Friday 15
    January 2027 at 12.00, and the days of the year follow from it.
    """
    day = in_danish_time(today or at).date() + timedelta(weeks=8)
    friday = day - timedelta(days=(day.weekday() - 4) % 7)
    year = (friday + timedelta(days=47)).year
    row = programmes.create(
        title=f"Partnerskaber om inkluderende børnefællesskaber {year}",
        year=year,
        slug=f"boernefaellesskaber-{year}",
        deadline_at=datetime.combine(friday, time(12, 0), tzinfo=DANISH_TIME),
        by=by,
        at=at,
        lead=(
            "KL og Komponent inviterer jer til et eller to partnerskaber om inkluderende almene fællesskaber og "
            "specialtilbud: ét på skoleområdet og ét på dagtilbudsområdet."
        ),
        names_due_date=friday + timedelta(weeks=4),
        invoice_date=friday + timedelta(days=45),
        case_id=f"SAG-{year - 1}-01127",
        document_id="4410275",
        **_common_texts(),
    )
    return _fill_and_open(
        row,
        **_common_parts(),
        timeline=_network_days(friday),
        contacts=[
            _contact("Ida Lund", "Specialkonsulent, KL", "ida.lund@kl.example", Area.SCHOOL, "00 00 00 01"),
            _contact(
                "Jonas Krog", "Chefkonsulent, Komponent", "jonas.krog@komponent.example", Area.DAYCARE, "00 00 00 02"
            ),
            _contact("Signe Dam", "Projektkoordinator, KL", "signe.dam@kl.example", "", "00 00 00 03"),
        ],
        prices=_prices(Vat.EXCLUDED),
        by=by,
        at=at,
        announce=True,
    )


def _common_texts() -> dict[str, str]:
    return {
        "background": texts_2022.BACKGROUND,
        "purpose": texts_2022.PURPOSE,
        "content": texts_2022.CONTENT,
        "commitments": texts_2022.COMMITMENTS,
        "screening_text": texts_2022.SCREENING,
        "practical": texts_2022.PRACTICAL,
    }


def _common_parts() -> dict[str, Any]:
    return {
        "criteria": texts_2022.CRITERIA,
        "partnerships": [
            Partnership(area=Area.SCHOOL, description=texts_2022.SCHOOL, highlights=texts_2022.SCHOOL_HIGHLIGHTS),
            Partnership(area=Area.DAYCARE, description=texts_2022.DAYCARE, highlights=texts_2022.DAYCARE_HIGHLIGHTS),
        ],
        "terms": texts_2022.TERMS,
    }


def _prices(vat: str) -> price_lists.Prices:
    return price_lists.Prices(
        products={participation_key(area): Decimal(60_000) for area in BOTH}
        | {screening_key(area): Decimal(100_000) for area in BOTH},
        bundles=[
            ([participation_key(area) for area in BOTH], Decimal(110_000)),
            ([screening_key(area) for area in BOTH], Decimal(170_000)),
        ],
        included_participants=5,
        min_participants=1,
        extra_participant=Decimal(9_995),
        vat_treatment=vat,
    )


def _network_days(deadline: date) -> list[TimelineEntry]:
    """Four days in each area, spread over the year after the deadline; day care meets the day after school."""
    days = [(47, "Odense", False), (130, "", True), (250, "", True), (319, "Odense", False)]
    return [
        TimelineEntry(
            area=area,
            title=f"Netværksdag {number}",
            start_date=deadline + timedelta(days=offset + later),
            place=place,
            is_virtual=virtual,
        )
        for number, (offset, place, virtual) in enumerate(days, start=1)
        for later, area in enumerate(BOTH)
    ]


def _contact(name: str, title: str, email: str, area: str = "", phone: str = "00 00 00 00") -> ProgrammeContact:
    return ProgrammeContact(area=area, name=name, title=title, email=email, phone=phone)


def _fill_and_open(
    row: Programme,
    *,
    criteria: list[str],
    partnerships: list[Partnership],
    timeline: list[TimelineEntry],
    contacts: list[ProgrammeContact],
    terms: str,
    prices: price_lists.Prices,
    by: User,
    at: datetime,
    announce: bool,
) -> Programme:
    actor: dict[str, Any] = {"programme": row, "by": by, "at": at}
    programme_contents.set_criteria(texts=criteria, **actor)
    programme_contents.set_partnerships(partnerships=partnerships, **actor)
    programme_contents.set_timeline(entries=timeline, **actor)
    programme_contents.set_contacts(contacts=contacts, **actor)
    programme_contents.publish_terms(text=terms, **actor)
    price_lists.set_prices(prices=prices, **actor)
    return programmes.open_programme(announce=announce, **actor)
