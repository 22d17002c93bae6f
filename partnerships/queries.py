"""Questions that span several models: how a programme is going (overblik)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from accounts import kept_apart
from accounts.danish import DanishOrder, danish_key
from accounts.models import AuditEvent
from partnerships import map as denmark
from partnerships import untold_events
from partnerships.models import (
    Enrolment,
    Membership,
    Municipality,
    Participation,
    Programme,
    Seat,
    SeatHolding,
)


def coordinator_names(municipality: Municipality) -> list[str]:
    """Who can bind the municipality and manage its members, by name: its coordinators whose accounts are open."""
    rows = Membership.objects.coordinators().filter(municipality=municipality, user__is_active=True)
    ordered = rows.select_related("user").order_by(DanishOrder("user__name"), "pk")
    return [membership.user.display_name for membership in ordered]


STATUSES = (
    ("binding", "Tilmeldt"),
    ("draft", "Kladde i gang"),
    ("declined", "Annulleret"),
    ("none", "Ikke svaret"),
)


@dataclass(frozen=True)
class Happening:
    """An event of the week: in which municipality, where its answer stands, by whom, and what without the programme."""

    event: AuditEvent
    place: str
    url: str
    text: str


@dataclass(frozen=True)
class Place:
    """One invited municipality in the overview."""

    code: str
    name: str
    region: str
    status: str
    net: Decimal
    url: str

    @property
    def status_label(self) -> str:
        return dict(STATUSES)[self.status]


@dataclass(frozen=True)
class RegionRow:
    """How the municipalities of a region have answered; `url` is the table of their enrolments."""

    name: str
    url: str
    invited: int
    binding: int
    draft: int
    declined: int

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """The share of each answer as class, start and width in percent, for a bar."""
        found, start = [], 0.0
        for css, count in (("b1", self.binding), ("b2", self.draft), ("b3", self.declined)):
            width = 100 * count / self.invited if self.invited else 0.0
            found.append((css, round(start, 2), round(width, 2)))
            start += width
        return found


@dataclass(frozen=True)
class AreaRow:
    """How many take part in an area, and how many seats have a name."""

    area: str
    label: str
    municipalities: int
    seats: int
    named: int
    screenings: int


@dataclass
class Overview:
    """A programme at a glance."""

    places: list[Place]
    regions: list[RegionRow]
    areas: list[AreaRow]
    counts: Counter[str]
    net: Decimal
    seats: int
    named: int
    last_week: int
    missing_names: int
    events: list[Happening] = field(default_factory=list)


# The programme staff work with now is of the first kind there is: the open one that closes first, else the newest.
BUSIEST_FIRST = (
    Programme.State.OPEN,
    Programme.State.CLOSED,
    Programme.State.RUNNING,
    Programme.State.FINISHED,
    Programme.State.DRAFT,
)


def current_programme(user: Any) -> Programme | None:
    """The programme `user` works with now, among those they may see: an open one before what is over or not begun."""
    rank = Case(*(When(state=state, then=Value(number)) for number, state in enumerate(BUSIEST_FIRST)))
    closing = Case(When(state=Programme.State.OPEN, then="deadline_at"))
    return Programme.objects.visible_to(user).order_by(rank, closing, "-year", "-pk").first()


def places(programme: Programme, *, today: date, opens_drafts: bool = True) -> list[Place]:
    """Every invited municipality with its answer, in Danish order. Two queries.

    Without `opens_drafts` (finance) a draft leads to the municipality instead.
    """
    answers: dict[int, Enrolment] = {}
    rows = Enrolment.objects.filter(programme=programme).only("municipality", "state", "net_amount").order_by("pk")
    for row in rows:
        known = answers.get(row.municipality_id)
        if known is None or known.is_cancelled:
            answers[row.municipality_id] = row
    invited = Municipality.objects.filter(Q(invitations__programme=programme) | Q(pk__in=list(answers))).distinct()
    found = []
    for municipality in invited.select_related("region__successor").order_by(DanishOrder("name")):
        enrolment = answers.get(municipality.pk)
        found.append(
            Place(
                code=municipality.code,
                name=municipality.name,
                region=municipality.region.at(today).short_name,
                status=_status(enrolment),
                net=enrolment.net_amount if enrolment is not None and enrolment.is_binding else Decimal(0),
                url=reverse("staff_enrolment", args=[enrolment.pk])
                if enrolment is not None and (opens_drafts or not enrolment.is_draft)
                else reverse("staff_municipality", args=[municipality.code]),
            )
        )
    return found


def _status(enrolment: Enrolment | None) -> str:
    if enrolment is None:
        return "none"
    return "declined" if enrolment.is_cancelled else str(enrolment.state)


def overview(programme: Programme, *, today: date, at: datetime, opens_drafts: bool = True) -> Overview:
    """Everything the overview shows, in a constant number of queries."""
    found = places(programme, today=today, opens_drafts=opens_drafts)
    binding = Enrolment.objects.binding().filter(programme=programme)
    figures = binding.aggregate(
        net=Sum("net_amount", default=Decimal(0)),
        last_week=Count("pk", filter=Q(submitted_at__gte=at - timedelta(days=7))),
        missing_names=Count("pk", filter=Exists(unnamed_seats(OuterRef("pk")))),
    )
    areas = area_rows(programme)
    return Overview(
        places=found,
        regions=_regions(programme, found),
        areas=areas,
        counts=Counter(place.status for place in found),
        seats=sum(row.seats for row in areas),
        named=sum(row.named for row in areas),
        events=_events(programme, found, at=at, opens_drafts=opens_drafts),
        **figures,
    )


def unnamed_seats(enrolment: Any) -> Any:
    """The seats of `enrolment` (a key or an OuterRef) that nobody is named on."""
    held = SeatHolding.objects.open_ended().filter(seat=OuterRef("pk"))
    return Seat.objects.filter(~Exists(held), participation__enrolment=enrolment)


def area_rows(programme: Programme) -> list[AreaRow]:
    """Municipalities, seats, names and pre-analyses by area, of binding enrolments. Two queries."""
    bound = Participation.objects.filter(enrolment__programme=programme, enrolment__state=Enrolment.State.BINDING)
    rows = bound.values("partnership__area").annotate(
        municipalities=Count("pk", distinct=True),
        screenings=Count("pk", distinct=True, filter=Q(has_screening=True)),
        seat_count=Count("seats", distinct=True),
        named=Count("seats", distinct=True, filter=Q(seats__holdings__in=SeatHolding.objects.open_ended())),
    )
    by_area: dict[str, Any] = {row["partnership__area"]: row for row in rows}
    found = []
    for partnership in programme.partnerships.all():
        row: dict[str, Any] = by_area.get(partnership.area, {})
        found.append(
            AreaRow(
                area=partnership.area,
                label=partnership.get_area_display(),
                municipalities=row.get("municipalities", 0),
                seats=row.get("seat_count", 0),
                named=row.get("named", 0),
                screenings=row.get("screenings", 0),
            )
        )
    return found


def _regions(programme: Programme, found: list[Place]) -> list[RegionRow]:
    counts: dict[str, Counter[str]] = {}
    for place in found:
        counts.setdefault(place.region, Counter())[place.status] += 1
    table = reverse("staff_programme_enrolments", args=[programme.slug])
    return [
        RegionRow(
            name,
            f"{table}?{urlencode({'region': name})}",
            sum(count.values()),
            count["binding"],
            count["draft"],
            count["declined"],
        )
        for name, count in sorted(counts.items(), key=lambda item: danish_key(item[0]))
    ]


def _about(enrolments: QuerySet[Enrolment]) -> Q:
    """The events of these enrolments, however many they are."""
    keys = enrolments.order_by().annotate(key=Cast("pk", TextField())).values("key")
    return Q(subject_type="enrolment", subject_id__in=keys)


def _events(programme: Programme, found: list[Place], *, at: datetime, opens_drafts: bool) -> list[Happening]:
    """What happened to the programme's enrolments in the last week, newest first, but for the writing of drafts."""
    enrolments = Enrolment.objects.filter(programme=programme)
    if not opens_drafts:
        enrolments = enrolments.exclude(state=Enrolment.State.DRAFT)
    rows = AuditEvent.objects.filter(
        _about(enrolments), at__gte=at - timedelta(days=7), at__lte=at + timedelta(days=1)
    ).exclude(Q(action__startswith="seat.") | Q(action__in=("enrolment.draft_saved", "enrolment.renewed")))
    by_code = {place.code: place for place in found}
    return [
        Happening(
            event=row,
            place=by_code[row.scope].name if row.scope in by_code else "",
            url=by_code[row.scope].url if row.scope in by_code else "",
            text=row.summary.replace(f" til {programme.title}", ""),
        )
        for row in rows.select_related("actor").order_by("-at", "-pk")[:8]
    ]


def events_of(municipality: Municipality, user: Any) -> QuerySet[AuditEvent]:
    """What happened in the municipality, newest first. To finance a draft is the municipality's own business."""
    rows = AuditEvent.objects.filter(scope=municipality.code).select_related("actor").order_by("-id")
    rows = rows.exclude(kept_apart.kept_from(user))
    if user.is_administrator:
        return rows
    rows = rows.exclude(untold_events.untold())
    if not user.is_finance:
        return rows
    if Membership.objects.active().filter(user=user, municipality=municipality).exists():
        return rows
    visible = Enrolment.objects.visible_to(user).filter(municipality=municipality)
    return rows.filter(~Q(subject_type="enrolment") | _about(visible))


def map_areas(found: list[Place]) -> list[dict[str, Any]]:
    """The map's shapes with their status, for `components/map.html`."""
    shapes = denmark.shapes()
    return [
        {
            "name": place.name,
            "path": shapes[place.code],
            "status": place.status,
            "status_label": place.status_label,
            "url": place.url,
            "near_capital": place.code.startswith(denmark.CAPITAL_CODES),
        }
        for place in found
        if place.code in shapes
    ]
