"""What waits for staff: each thing with a way to the rows behind it (det venter på os)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from post_office.models import STATUS, Email

from accounts.danish import DANISH_TIME, calendar_days, days_left, in_danish_time
from documents.models import Document
from partnerships.models import DayItem, Enrolment, Membership, Municipality, NetworkDay, Programme

SOON = 7  # days to the deadline
DAY_COUNTS = ("days_unconfirmed", "days_without_programme", "days_without_meeting", "days_not_held")
AHEAD = timedelta(weeks=6)  # before a network day, when it should be confirmed and have what it needs
URGENCY = ("late", "soon", "")


@dataclass(frozen=True)
class Work:
    """A number of things that wait, in one and many words, and where they are shown."""

    count: int
    one: str
    many: str
    text: str
    url: str
    urgency: str = ""
    relative: str = ""

    def as_item(self) -> dict[str, Any]:
        """As `components/todo.html` takes it."""
        return {
            "when": "Nu",
            "relative": self.relative,
            "urgency": self.urgency,
            "title": f"{self.count} {self.one if self.count == 1 else self.many}",
            "text": self.text,
            "url": self.url,
            "button": "Vis dem",
        }


@dataclass(frozen=True)
class Tally:
    """How many of a programme's municipalities are not done."""

    drafts: int = 0
    missing_ean: int = 0
    missing_names: int = 0
    without_coordinator: int = 0
    days_unconfirmed: int = 0
    days_without_programme: int = 0
    days_without_meeting: int = 0
    days_not_held: int = 0


# Of programmes on a day: what rooms above have waiting in each, by its key, in a constant number of queries.
Builder = Callable[[Sequence[Programme], date], Mapping[int, Sequence[Work]]]
_builders: dict[str, Builder] = {}


def register(key: str, builder: Builder) -> None:
    """Make work of a room above known. Registering the same key again replaces it."""
    _builders[key] = builder


def _above(programmes: Sequence[Programme], *, today: date) -> dict[int, list[Work]]:
    found: dict[int, list[Work]] = {row.pk: [] for row in programmes}
    for builder in _builders.values():
        for programme, work in builder(programmes, today).items():
            found[programme].extend(work)
    return found


def waiting(programme: Programme, *, today: date) -> list[dict[str, Any]]:
    """Work waiting for staff, as `components/todo.html` takes it. Six counting queries, and those of rooms above."""
    own = _work(programme, tallies([programme], today=today)[programme.pk], today=today)
    work = [*_broken(), *_people(), *own, *_above([programme], today=today)[programme.pk]]
    return [item.as_item() for item in sorted(work, key=lambda item: URGENCY.index(item.urgency)) if item.count]


def elsewhere(programmes: Sequence[Programme], *, today: date) -> list[dict[str, Any]]:
    """How many kinds of work wait in other programmes, each with its overview. Three queries and those of rooms
    above, or none.
    """
    if not programmes:
        return []
    found, above, items = tallies(programmes, today=today), _above(programmes, today=today), []
    for row in programmes:
        work = [*_work(row, found[row.pk], today=today), *above[row.pk]]
        count = sum(item.count > 0 for item in work)
        url = reverse("staff_programme_overview", args=[row.slug])
        items.append(Work(count, f"opgave i {row.title}", f"opgaver i {row.title}", "", url))
    return [item.as_item() for item in items if item.count]


def tallies(programmes: Sequence[Programme], *, today: date) -> dict[int, Tally]:
    """What is not done in each programme, by key. Three queries."""
    binding = Q(state=Enrolment.State.BINDING)
    counted = (
        Enrolment.objects.filter(programme__in=programmes)
        .order_by()
        .values("programme")
        .annotate(
            drafts=Count("pk", filter=Q(state=Enrolment.State.DRAFT)),
            missing_ean=Count("pk", filter=binding & Q(ean_number="")),
            missing_names=Count("pk", filter=binding & Q(named_count__lt=F("seat_count"))),
        )
    )
    known = {row["programme"]: row for row in counted}
    without = Municipality.objects.without_coordinator().filter(invitations__programme__in=programmes)
    alone = dict(without.order_by().values_list("invitations__programme").annotate(Count("pk", distinct=True)))
    days = _days(programmes, today=today)
    return {
        row.pk: Tally(
            without_coordinator=alone.get(row.pk, 0),
            **{name: days[row.pk][name] for name in DAY_COUNTS if row.pk in days},
            **{name: known[row.pk][name] for name in ("drafts", "missing_ean", "missing_names") if row.pk in known},
        )
        for row in programmes
    }


def _days(programmes: Sequence[Programme], *, today: date) -> dict[int, Any]:
    """What the programmes' network days of the coming weeks lack, and those that are over. One query."""
    start = datetime.combine(today, time.min, DANISH_TIME)
    soon = Q(starts_at__gte=start, starts_at__lt=start + AHEAD)
    counted = (
        NetworkDay.objects.filter(network__partnership__programme__in=programmes, starts_at__lt=start + AHEAD)
        .filter(state__in=(NetworkDay.State.TENTATIVE, NetworkDay.State.CONFIRMED))
        .order_by()
        .values("network__partnership__programme")
        .annotate(
            days_unconfirmed=Count("pk", filter=soon & Q(state=NetworkDay.State.TENTATIVE)),
            days_without_programme=Count("pk", filter=soon & Q(~Exists(DayItem.objects.filter(day=OuterRef("pk"))))),
            days_without_meeting=Count("pk", filter=soon & Q(steering_meeting=None)),
            days_not_held=Count("pk", filter=Q(starts_at__lt=start, state=NetworkDay.State.CONFIRMED)),
        )
    )
    return {row["network__partnership__programme"]: row for row in counted}


def _work(programme: Programme, tally: Tally, *, today: date) -> list[Work]:
    return [*_drafts(programme, tally, today=today), *_network_days(programme, tally), *_missing(programme, tally)]


def _broken() -> list[Work]:
    """What the portal could not do. A mail that has been sent again is no longer waiting."""
    mails = Email.objects.filter(status=STATUS.failed, record__resent_as__isnull=True)
    return [
        Work(
            Document.objects.failed().count(),
            "dokument kunne ikke laves",
            "dokumenter kunne ikke laves",
            "Se dem, og prøv igen.",
            reverse("failed_documents"),
            urgency="late",
        ),
        Work(
            mails.count(),
            "mail kom ikke frem",
            "mails kom ikke frem",
            "Ret adressen, eller send dem igen.",
            f"{reverse('staff_mails')}?tilstand=fejlet",
            urgency="late",
        ),
    ]


def _drafts(programme: Programme, tally: Tally, *, today: date) -> list[Work]:
    """Drafts that are not bound, when the deadline is near."""
    days = calendar_days(today, in_danish_time(programme.deadline_at).date())
    if not programme.is_open or not 0 <= days <= SOON:
        return []
    return [
        Work(
            tally.drafts,
            "kladde er ikke bundet endnu",
            "kladder er ikke bundet endnu",
            "Kommunerne når måske ikke fristen. Ring til dem.",
            f"{_table(programme)}?status=draft",
            urgency="soon",
            relative=f"frist {days_left(days)}" if days == 0 else f"frist om {days_left(days)}",
        )
    ]


def _network_days(programme: Programme, tally: Tally) -> list[Work]:
    url = reverse("staff_programme_networks", args=[programme.slug])
    soon = "Dagen er om mindre end seks uger."
    return [
        Work(
            tally.days_not_held,
            "netværksdag er slut, men ikke sat til afholdt",
            "netværksdage er slut, men ikke sat til afholdt",
            "Først da kan deltagerne evaluere og hente bevis.",
            url,
        ),
        Work(
            tally.days_unconfirmed,
            "netværksdag er ikke bekræftet",
            "netværksdage er ikke bekræftet",
            f"{soon} Deltagerne har ikke fået en invitation.",
            url,
            urgency="soon",
        ),
        Work(
            tally.days_without_programme,
            "netværksdag har ikke noget program",
            "netværksdage har ikke noget program",
            soon,
            url,
        ),
        Work(
            tally.days_without_meeting,
            "netværksdag mangler et styregruppemøde",
            "netværksdage mangler et styregruppemøde",
            soon,
            url,
        ),
    ]


def _people() -> list[Work]:
    return [
        Work(
            Membership.objects.filter(state=Membership.State.PENDING).count(),
            "person venter på adgang",
            "personer venter på adgang",
            "Ingen har godkendt dem endnu.",
            reverse("staff_people"),
        ),
    ]


def _missing(programme: Programme, tally: Tally) -> list[Work]:
    return [
        Work(
            tally.without_coordinator,
            "inviteret kommune har ingen koordinator",
            "inviterede kommuner har ingen koordinator",
            "De kan ikke tilmelde sig, før nogen er inviteret ind.",
            f"{reverse('staff_municipalities')}?mangler=koordinator",
        ),
        Work(
            tally.missing_ean,
            "kommune mangler EAN-nummer",
            "kommuner mangler EAN-nummer",
            "Regningen kan ikke sendes.",
            f"{_table(programme)}?mangler=ean",
        ),
        Work(
            tally.missing_names,
            "kommune mangler navne",
            "kommuner mangler navne",
            "Nogle pladser har ingen deltager.",
            f"{_table(programme)}?mangler=deltagere",
        ),
    ]


def _table(programme: Programme) -> str:
    return reverse("staff_programme_enrolments", args=[programme.slug])
