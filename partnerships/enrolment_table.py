"""The staff's table of a programme's enrolments: filters, order, figures and one page of rows (tilmeldingslisten).

Figures count every enrolment of the programme, so they are kept in the cache under the number of the log's latest
event, and at most for a minute; a page's rows are always read fresh. All else is a constant number of queries.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable

from accounts.danish import DanishOrder
from accounts.models import AuditEvent
from partnerships.models import Enrolment, Participation, Programme, Region, SeatHolding
from partnerships.models.areas import AREA_ORDER

PAGE_SIZE = 50
FIGURES_KEPT = 60  # seconds
BINDING = Q(state=Enrolment.State.BINDING)
NO_EAN = BINDING & Q(ean_number="")
NO_NAMES = BINDING & Q(named_count__lt=F("seat_count"))
MISSING = {"ean": NO_EAN, "deltagere": NO_NAMES, "noget": NO_EAN | NO_NAMES}
SORTS: dict[str, Combinable] = {
    "navn": DanishOrder("municipality__name"),
    "region": F("municipality__region"),  # ranked by the name of the day
    "navngivet": F("named_count") - F("seat_count"),
    "beloeb": F("net_amount"),
    "tilmeldt": F("submitted_at"),
    "status": F("state"),
}
_RECEIPT = re.compile(r"[Tt](\d{1,12})(?:-\d{1,4})?")


@dataclass(frozen=True)
class Filters:
    """What is asked for, as it stands in the address. Unknown values are left out, so that no address fails."""

    q: str = ""
    status: str = ""
    omraade: str = ""
    region: str = ""
    mangler: str = ""
    foranalyse: str = ""
    sen: str = ""
    sort: str = "navn"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Filters":
        """The filters in a query string or a snapshot."""
        text = {name: str(data.get(name, "")).replace("\x00", "").strip()[:80] for name in cls.__dataclass_fields__}
        for name, known in (("status", Enrolment.State.values), ("omraade", AREA_ORDER), ("mangler", MISSING)):
            text[name] = text[name] if text[name] in known else ""
        for name in ("foranalyse", "sen"):
            text[name] = "1" if text[name] else ""
        text["sort"] = text["sort"] if text["sort"].removeprefix("-") in SORTS else "navn"
        return cls(**text)

    @property
    def chosen(self) -> dict[str, str]:
        """What leaves something out."""
        return {name: value for name, value in asdict(self).items() if value and name != "sort"}

    @property
    def query(self) -> str:
        """The address's query string."""
        return urlencode(self.chosen | ({"sort": self.sort} if self.sort != "navn" else {}))

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Row:
    """One enrolment in the table and in the exports."""

    enrolment: Enrolment
    region: str
    areas: tuple[str, ...]
    screenings: tuple[str, ...]

    @property
    def municipality(self) -> str:
        return self.enrolment.municipality.name

    @property
    def misses_names(self) -> bool:
        return self.enrolment.is_binding and self.enrolment.named_count < self.enrolment.seat_count

    @property
    def screening_words(self) -> str:
        if len(self.screenings) > 1:
            return "Begge"
        return {"school": "Skole", "daycare": "Dagtilbud"}.get("".join(self.screenings), "")


@dataclass(frozen=True)
class Figures:
    """How many enrolments each tab has, and count and sum of those that match."""

    everything: int
    missing: int
    drafts: int
    screened: int
    cancelled: int
    found: int
    bound: int
    net: Decimal


class EnrolmentTable:
    """A programme's enrolments as one person may see them, narrowed by filters."""

    def __init__(self, programme: Programme, visible: QuerySet[Enrolment], filters: Filters, *, today: date) -> None:
        self.programme = programme
        self.filters = filters
        self.today = today
        self.everything = visible.filter(programme=programme)
        self.condition = _condition(programme, filters, today)

    @property
    def rows(self) -> QuerySet[Enrolment]:
        """The enrolments that match, unordered."""
        return self.everything.filter(self.condition)

    def figures(self) -> Figures:
        """One query for the latest event, and one more when the figures are not in the cache."""
        latest = AuditEvent.objects.aggregate(pk=Max("pk"))["pk"]
        words = f"{self.everything.query}|{self.filters}|{self.today}|{latest}"
        key = f"enrolment-figures:{hashlib.sha256(words.encode()).hexdigest()}"
        found: Figures | None = cache.get(key)
        if found is None:
            found = self._count()
            cache.set(key, found, FIGURES_KEPT)
        return found

    def _count(self) -> Figures:
        matching = BINDING & self.condition
        counts = self.everything.aggregate(
            everything=Count("pk"),
            missing=Count("pk", filter=MISSING["noget"]),
            drafts=Count("pk", filter=Q(state=Enrolment.State.DRAFT)),
            screened=Count("pk", filter=_screened(self.programme)),
            cancelled=Count("pk", filter=Q(state=Enrolment.State.CANCELLED)),
            found=Count("pk", filter=self.condition),
            bound=Count("pk", filter=matching),
            net=Sum("net_amount", filter=matching, default=Decimal(0)),
        )
        return Figures(**counts)

    def ordered_keys(self) -> QuerySet[Enrolment, int]:
        """Primary keys in the chosen order; what is not there yet comes last."""
        name, down = self.filters.sort.removeprefix("-"), self.filters.sort.startswith("-")
        nulls_last = True if name == "tilmeldt" and down else None
        key: Any = _region_rank(self.today) if name == "region" else SORTS[name]
        first = key.desc(nulls_last=nulls_last) if down else key.asc()
        then = [] if name == "navn" else [DanishOrder("municipality__name").asc()]
        return self.rows.order_by(first, *then, "pk").values_list("pk", flat=True)

    def page(self, number: int) -> list[Row]:
        """The rows of page `number`, from 1."""
        start = (number - 1) * PAGE_SIZE
        return rows_of(list(self.ordered_keys()[start : start + PAGE_SIZE]), today=self.today)

    def all_rows(self, chunk: int = 500) -> Iterator[list[Row]]:
        """Every matching row in order, chunk by chunk."""
        keys = list(self.ordered_keys())
        for start in range(0, len(keys), chunk):
            yield rows_of(keys[start : start + chunk], today=self.today)


def _region_rank(today: date) -> Case:
    """The place of a municipality's region among those of the day. One query, and nothing computed for each row."""
    regions = Region.objects.on(today).values()
    return Case(*(When(municipality__region__in=keys, then=Value(rank)) for rank, keys in enumerate(regions)))


def _screened(programme: Programme) -> Q:
    screened = Participation.objects.filter(has_screening=True, partnership__programme=programme)
    return Q(pk__in=screened.values("enrolment")) & ~Q(state=Enrolment.State.CANCELLED)


def _condition(programme: Programme, filters: Filters, today: date) -> Q:
    condition = Q()
    if filters.q:
        condition &= _search(programme, filters.q, today)
    if filters.status:
        condition &= Q(state=filters.status)
    if filters.omraade:
        rows = Participation.objects.filter(partnership__programme=programme, partnership__area=filters.omraade)
        condition &= Q(pk__in=rows.values("enrolment"))
    if filters.region:
        condition &= Q(municipality__region__in=region_names(today).get(filters.region, []))
    if filters.mangler:
        condition &= MISSING[filters.mangler]
    if filters.foranalyse:
        condition &= _screened(programme)
    if filters.sen:
        condition &= ~Q(late_reason="")
    return condition


def _search(programme: Programme, text: str, today: date) -> Q:
    """A municipality, a person, an EAN number or a receipt number."""
    people = SeatHolding.objects.not_over(today).filter(
        Q(name__icontains=text) | Q(email__icontains=text), seat__participation__partnership__programme=programme
    )
    found = (
        Q(municipality__name__icontains=text)
        | Q(municipality__official_name__icontains=text)
        | Q(contact_name__icontains=text)
        | Q(contact_email__icontains=text)
        | Q(pk__in=people.values("seat__participation__enrolment"))
    )
    digits = re.sub(r"\s", "", text)
    if digits.isascii() and digits.isdigit():
        found |= Q(ean_number__startswith=digits[:13])
    if receipt := _RECEIPT.fullmatch(text):
        found |= Q(pk=int(receipt[1]))
    return found


def region_names(today: date) -> dict[str, list[int]]:
    """The regions there are on `today`, by short name, with the keys of those they cover. One query."""
    return {region.short_name: keys for region, keys in Region.objects.on(today).items()}


def rows_of(keys: Sequence[int], *, today: date) -> list[Row]:
    """The enrolments with these keys, in this order. Two queries whatever their number."""
    enrolments = Enrolment.objects.filter(pk__in=keys).select_related("municipality__region__successor")
    by_key = {row.pk: row for row in enrolments}
    parts: dict[int, dict[str, bool]] = {}
    participations = Participation.objects.filter(enrolment__in=keys).order_by()
    for key, area, screened in participations.values_list("enrolment", "partnership__area", "has_screening"):
        parts.setdefault(key, {})[area] = screened
    return [
        Row(
            enrolment=by_key[key],
            region=by_key[key].municipality.region.at(today).short_name,
            areas=tuple(str(area) for area in AREA_ORDER if area in parts.get(key, {})),
            screenings=tuple(str(area) for area in AREA_ORDER if parts.get(key, {}).get(area)),
        )
        for key in keys
        if key in by_key
    ]
