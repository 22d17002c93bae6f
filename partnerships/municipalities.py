"""The register of municipalities: read from a file, and kept up to date by staff (kommuneregisteret).

Locks: the municipality's row owns its EAN numbers, mail domains and contacts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from partnerships.models import EanNumber, EmailDomain, Municipality, MunicipalityContact, Region
from partnerships.validators import compact_gln

# Anybody can get an address here, so it says nothing about where a person works.
PUBLIC_MAIL_DOMAINS = frozenset(
    (
        "gmail.com googlemail.com hotmail.com hotmail.dk outlook.com outlook.dk live.com live.dk msn.com "
        "yahoo.com yahoo.dk icloud.com me.com mac.com aol.com gmx.com gmx.net mail.com proton.me "
        "protonmail.com pm.me zoho.com fastmail.com mail.dk jubii.dk ofir.dk sol.dk webspeed.dk stofanet.dk "
        "tdcadsl.dk mail.tele.dk get2net.dk youmail.dk post.tele.dk privat.dk dbmail.dk email.dk c.dk "
        "post.cybercity.dk pc.dk hafnet.dk fibermail.dk profibermail.dk waoomail.dk "
    ).split()
)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ü": "u", "é": "e", " ": "-"})


class RegisterRefused(Exception):
    """The register cannot hold this; the message is for the person, and `field` says where it belongs."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


# --- reading the register -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportCounts:
    """What reading the register did."""

    created: int
    updated: int
    unchanged: int
    regions: int


@transaction.atomic
def import_register(*, rows: Iterable[Mapping[str, str]], at: datetime) -> ImportCounts:
    """Create and update regions and municipalities from rows of the register's file. Nothing is ever deleted.

    What staff keep by hand (EAN numbers, mail domains, contacts) is not touched.
    """
    rows = list(rows)
    regions = _import_regions(rows)
    existing = {row.code: row for row in Municipality.objects.select_for_update(no_key=True).order_by("pk")}
    created = updated = 0
    for row in rows:
        fields = _fields(row, regions)
        municipality = existing.get(row["code"])
        if municipality is None:
            municipality = Municipality.objects.create(code=row["code"], **fields)
            created += 1
            _record(municipality, "municipality.imported", f"{municipality} kom i registeret", at=at, by=None)
            continue
        changed = {name: value for name, value in fields.items() if getattr(municipality, name) != value}
        if changed:
            data = {name: [str(getattr(municipality, name)), str(value)] for name, value in changed.items()}
            for name, value in changed.items():
                setattr(municipality, name, value)
            municipality.save()
            updated += 1
            _record(
                municipality, "municipality.updated", "opdaterede registeret", at=at, by=None, data={"changed": data}
            )
    return ImportCounts(created, updated, len(rows) - created - updated, Region.objects.count())


def _import_regions(rows: list[Mapping[str, str]]) -> dict[str, Region]:
    """The regions in the rows by name; one that gets another name in 2027 is replaced on 1 January that year."""
    regions: dict[str, Region] = {}
    for row in rows:
        later = row["region_name_2027"]
        if later not in regions:
            regions[later], _ = Region.objects.update_or_create(name=later, defaults={"code": row["region_code_2027"]})
    for row in rows:
        name, later = row["region_name"], row["region_name_2027"]
        if name not in regions:
            ends = {"valid_to": date(2026, 12, 31), "successor": regions[later]}
            regions[name], _ = Region.objects.update_or_create(name=name, defaults={"code": row["region_code"], **ends})
    return regions


def _fields(row: Mapping[str, str], regions: Mapping[str, Region]) -> dict[str, Any]:
    return {
        "name": row["short_name"],
        "official_name": row["official_name"],
        "region": regions[row["region_name"]],
        "cvr": row["cvr"],
        "population": int(row["population"]),
        "population_date": date.fromisoformat(row["population_date"]),
        "area_km2": Decimal(row["area_km2"]),
        "latitude": Decimal(row["lat"]),
        "longitude": Decimal(row["lon"]),
        "group": int(row["dst_group"]),
        "group_name": row["dst_group_name"],
    }


def demo_domain(name: str) -> str:
    """The mail domain of a municipality in the demo: its name in plain letters under .example."""
    return f"{name.lower().translate(_ASCII)}.example"


# --- EAN numbers --------------------------------------------------------------------------------------------------


def lock(municipality: Municipality) -> Municipality:
    """The municipality's row, fresh, and locked for the rest of the transaction. Call inside `atomic`."""
    return Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


@transaction.atomic
def add_ean_number(
    *, municipality: Municipality, number: str, label: str, is_default: bool = False, by: User | None, at: datetime
) -> EanNumber:
    """Add an EAN number that has been validated. The first one is suggested first, whatever `is_default` says.

    Raises:
        RegisterRefused: the municipality has the number already.
    """
    row = lock(municipality)
    number = compact_gln(number)
    _refuse_known_number(row, number)
    first = not row.ean_numbers.exists()
    if is_default and not first:
        row.ean_numbers.update(is_default=False)
    ean = EanNumber.objects.create(municipality=row, number=number, label=label, is_default=is_default or first)
    _record(row, "municipality.ean_added", f"tilføjede EAN-nummer {ean}", at=at, by=by)
    return ean


@transaction.atomic
def change_ean_number(
    *, ean_number: EanNumber, number: str, label: str, is_default: bool, by: User, at: datetime
) -> EanNumber:
    """Correct an EAN number or its label, or let it be suggested first. One number is always suggested first."""
    row = lock(ean_number.municipality)
    ean = row.ean_numbers.get(pk=ean_number.pk)
    before = str(ean)
    number = compact_gln(number)
    if number != ean.number:
        _refuse_known_number(row, number)
    if is_default and not ean.is_default:
        row.ean_numbers.update(is_default=False)
    ean.number, ean.label, ean.is_default = number, label, is_default or ean.is_default
    ean.save()
    first = ", der foreslås først" if ean.is_default else ""
    _record(row, "municipality.ean_changed", f"rettede EAN-nummer {before} til {ean}{first}", at=at, by=by)
    return ean


@transaction.atomic
def remove_ean_number(*, ean_number: EanNumber, by: User, at: datetime) -> None:
    """Remove an EAN number from the register; enrolments keep the number they were bound with."""
    row = lock(ean_number.municipality)
    ean = row.ean_numbers.get(pk=ean_number.pk)
    text = str(ean)
    was_default = ean.is_default
    ean.delete()
    heir = row.ean_numbers.order_by("pk").first()
    if was_default and heir is not None:
        heir.is_default = True
        heir.save(update_fields=["is_default"])
    _record(row, "municipality.ean_removed", f"fjernede EAN-nummer {text}", at=at, by=by)


def _refuse_known_number(municipality: Municipality, number: str) -> None:
    if municipality.ean_numbers.filter(number=number).exists():
        raise RegisterRefused(f"{municipality} har allerede EAN-nummeret {number}.", field="number")


# --- mail domains -------------------------------------------------------------------------------------------------


def normal_domain(text: str) -> str:
    """A mail domain as it is kept: lower case, without "@" or what stands before it.

    Raises:
        RegisterRefused: it is not a domain, or anybody can get an address there.
    """
    domain = text.strip().lower().rpartition("@")[2].rstrip(".")
    if not _DOMAIN.fullmatch(domain) or len(domain) > 120:
        raise RegisterRefused(
            "Skriv domænet, som det står efter @ i kommunens mailadresser, fx stevns.example.", field="domain"
        )
    if domain in PUBLIC_MAIL_DOMAINS:
        raise RegisterRefused(
            f"Alle kan få en adresse på {domain}, så domænet kan ikke vise, hvem der arbejder i kommunen.",
            field="domain",
        )
    return domain


@transaction.atomic
def add_email_domain(*, municipality: Municipality, domain: str, by: User | None, at: datetime) -> EmailDomain:
    """Let people with an address on the domain ask to join the municipality.

    Raises:
        RegisterRefused: it is no domain, a public one, or another municipality's.
    """
    domain = normal_domain(domain)
    row = lock(municipality)
    taken = EmailDomain.objects.select_related("municipality").filter(domain=domain).first()
    if taken is not None:
        raise RegisterRefused(f"Domænet {domain} hører allerede til {taken.municipality}.", field="domain")
    try:
        with transaction.atomic():
            created = EmailDomain.objects.create(municipality=row, domain=domain)
    except IntegrityError as error:  # another municipality got it in the same second
        raise RegisterRefused(f"Domænet {domain} hører allerede til en anden kommune.", field="domain") from error
    _record(row, "municipality.domain_added", f"tilføjede maildomænet {domain}", at=at, by=by)
    return created


@transaction.atomic
def remove_email_domain(*, email_domain: EmailDomain, by: User, at: datetime) -> None:
    """Remove a mail domain. Members stay members; new people with such an address are no longer recognised."""
    row = lock(email_domain.municipality)
    domain = row.email_domains.get(pk=email_domain.pk)
    _record(row, "municipality.domain_removed", f"fjernede maildomænet {domain}", at=at, by=by)
    domain.delete()


# --- contacts -----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_contact(
    *, municipality: Municipality, name: str, title: str, email: str, phone: str, by: User | None, at: datetime
) -> MunicipalityContact:
    """Add somebody whom invitations are written to.

    Raises:
        RegisterRefused: the municipality has a contact with the address already.
    """
    row = lock(municipality)
    email = email.strip().lower()
    _refuse_known_contact(row, email)
    contact = MunicipalityContact.objects.create(municipality=row, name=name, title=title, email=email, phone=phone)
    _record(row, "municipality.contact_added", f"tilføjede kontakten {name}", at=at, by=by)
    return contact


@transaction.atomic
def change_contact(
    *, contact: MunicipalityContact, name: str, title: str, email: str, phone: str, by: User, at: datetime
) -> MunicipalityContact:
    """Correct a contact."""
    row = lock(contact.municipality)
    found = row.contacts.get(pk=contact.pk)
    email = email.strip().lower()
    if email != found.email:
        _refuse_known_contact(row, email)
    found.name, found.title, found.email, found.phone = name, title, email, phone
    found.save()
    _record(row, "municipality.contact_changed", f"rettede kontakten {name}", at=at, by=by)
    return found


@transaction.atomic
def remove_contact(*, contact: MunicipalityContact, by: User, at: datetime) -> None:
    """Stop writing to a contact."""
    row = lock(contact.municipality)
    found = row.contacts.get(pk=contact.pk)
    _record(row, "municipality.contact_removed", f"fjernede kontakten {found.name}", at=at, by=by)
    found.delete()


def _refuse_known_contact(municipality: Municipality, email: str) -> None:
    if municipality.contacts.filter(email=email).exists():
        raise RegisterRefused(f"{municipality} har allerede en kontakt med adressen {email}.", field="email")


def _record(
    row: Municipality, action: str, summary: str, *, at: datetime, by: User | None, data: dict[str, Any] | None = None
) -> None:
    audit.record(action=action, summary=summary, subject=row, at=at, by=by, scope=row.code, data=data)
